/** The output of `timeline` in each format. Each function computes it anew. */
export type TimelineResult = {
  readonly lines: () => Iterable<string>;
  readonly items: () => Iterable<unknown>;
  readonly names: () => readonly string[];
};
