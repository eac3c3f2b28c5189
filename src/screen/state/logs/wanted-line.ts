/** Finds a line of a log near a time. */
export type WantedLine = {
  /** Texts of the line, the best one first: `SocketTimeoutException: Read timed out`. */
  readonly texts: readonly string[];
  /** Text of the first line of its event: `map (1/2)`. Events without it are the second choice. */
  readonly head: string | undefined;
};
