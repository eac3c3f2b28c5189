/** Small named texts that flink-tui stores on this computer for the current user. */
export type LocalState = {
  /** The current user: `ann@laptop` */
  readonly user: string;
  /** Folder of the journals of all clusters. */
  readonly journals: string;
  /** Resolves to undefined if the text does not exist or cannot be read. */
  readonly read: (name: string) => Promise<string | undefined>;
  /**
   * Writes the text; undefined deletes it. Resolves to false on failure, for example if the home directory is
   * read-only.
   */
  readonly write: (name: string, text: string | undefined) => Promise<boolean>;
};
