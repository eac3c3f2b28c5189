/** State of the tab `event-time`. The vertex under the cursor is in the page. */
export type EventTimeState = {
  readonly top: number;
  /** Id of the vertex whose subtasks are shown instead of the vertices. */
  readonly openId: string | undefined;
  /** The row under the cursor and the first visible row of the subtasks. */
  readonly subtask: { readonly index: number; readonly top: number };
};

export const firstVertex: EventTimeState = { top: 0, openId: undefined, subtask: { index: 0, top: 0 } };
