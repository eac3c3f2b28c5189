/** What flink-tui keeps on this computer from one run to the next: small texts by name, for this user alone. */
export type LocalState = {
  /** Who runs it: `ann@laptop`. */
  readonly who: string;
  /** undefined if there is none, or it cannot be read. */
  readonly read: (name: string) => Promise<string | undefined>;
  /** undefined takes it away. False if that could not be done: a home that cannot be written to. */
  readonly write: (name: string, text: string | undefined) => Promise<boolean>;
};
