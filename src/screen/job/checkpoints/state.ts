/** State of the tab `checkpoints`. */
export type CheckpointsState = {
  /** Id of the checkpoint under the cursor; undefined for the newest one. */
  readonly cursor: number | undefined;
  readonly top: number;
  /** Id of the checkpoint whose details are shown instead of the list. */
  readonly openId: number | undefined;
};
