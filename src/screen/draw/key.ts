/** One key as it was pressed: `j`, `G`, `/`, `space`, `enter`, `shift-tab`, `ctrl-d`, `alt-x`, `f1`, `paste`. */
export type Key = {
  readonly name: string;
  /** What it puts into a line of text; empty for a key that is none. */
  readonly text: string;
  /** As the terminal sent it. */
  readonly bytes: string;
};
