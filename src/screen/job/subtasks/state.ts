import type { TableSort } from '../../state/screen-state.ts';

/** State of the tab `subtasks`. */
export type SubtasksState = {
  /** Index of the subtask under the cursor; undefined for the first row. */
  readonly cursor: number | undefined;
  readonly top: number;
  /** undefined for the default order: the sickest first. */
  readonly sort: TableSort | undefined;
};

export const firstSubtask: SubtasksState = { cursor: undefined, top: 0, sort: undefined };
