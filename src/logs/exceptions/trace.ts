/** What was read of one stack trace. */
export type Trace = {
  /** Equal for equal exception classes and frames. */
  readonly signature: string;
  readonly title: string;
  readonly causes: readonly string[];
  readonly at: number;
  /** Of the line that its event begins with. */
  readonly sequence: number;
};
