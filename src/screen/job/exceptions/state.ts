/** State of the tab `exceptions`. */
export type ExceptionsState = {
  /** The root cause under the cursor; undefined for the first one. */
  readonly cursor: string | undefined;
  readonly top: number;
};
