import type { TableSort } from '../../state/screen-state.ts';

/** State of the tab `subtasks`. */
export type SubtasksState = {
  /** The subtask under the cursor. undefined, and in every other vertex: the first row */
  readonly cursor: { readonly vertexId: string; readonly index: number } | undefined;
  readonly top: number;
  /** undefined for the default order: the sickest first. */
  readonly sort: TableSort | undefined;
};

export const firstSubtask: SubtasksState = { cursor: undefined, top: 0, sort: undefined };
