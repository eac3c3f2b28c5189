/** One pressed key: `j`, `G`, `/`, `space`, `enter`, `shift-tab`, `ctrl-d`, `alt-x`, `f1`, `paste`. */
export type Key = {
  readonly name: string;
  /** Text that the key inserts; empty for a key without text. */
  readonly text: string;
  /** Bytes that the terminal sent. */
  readonly bytes: string;
};
