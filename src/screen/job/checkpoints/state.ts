/** State of the tab `checkpoints`. */
export type CheckpointsState = {
  /** Id of the checkpoint under the cursor; undefined for the newest one. The highest id of a gap, 0 for older ones. */
  readonly cursor: number | undefined;
  readonly top: number;
  /** Id of the checkpoint whose details are shown instead of the list. */
  readonly openId: number | undefined;
  /** The details: the row under the cursor and the first visible row. */
  readonly detail?: { readonly cursor: string | undefined; readonly top: number } | undefined;
};
