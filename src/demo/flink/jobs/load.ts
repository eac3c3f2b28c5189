/** How one subtask spends a second, in ms, and the records that it transfers in a second. It idles for the rest. */
export type Load = {
  readonly busyMs: number;
  readonly backPressuredMs: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
};
