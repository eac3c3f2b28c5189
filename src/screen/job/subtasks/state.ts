/** State of the tab `subtasks`. */
export type SubtasksState = {
  /** Index of the subtask under the cursor; undefined for the first row. */
  readonly cursor: number | undefined;
  readonly top: number;
};
