import type { FlameGraphType } from '../../../flink/thread-responses.ts';

/** State of the tab `threads`. It shows a list of subtasks, a profile or a flame graph. */
export type ThreadsState = {
  /** The subtask under the cursor. undefined, and in every other vertex: the first row. */
  readonly cursor: { readonly vertexId: string; readonly index: number } | undefined;
  readonly top: number;
  readonly open: OpenProfile | undefined;
  readonly flame: FlameState | undefined;
};

export type OpenProfile = {
  /** Id of the sampling. */
  readonly id: number;
  /** Key of the row under the cursor; undefined for the first one. */
  readonly row: string | undefined;
  readonly top: number;
  /** Set while the stacks of the row are shown. */
  readonly stacks: { readonly top: number; readonly isUnfolded: boolean } | undefined;
};

/** Boxes are identified by their ids: see `FlameBox`. */
export type FlameState = {
  readonly type: FlameGraphType;
  /** The frame that has the whole width. */
  readonly zoom: string;
  readonly cursor: string;
  readonly isUnfolded: boolean;
  /** When the user asked for samples last, by the clock of the API server. Epoch ms. */
  readonly requestedAt: number;
};

export const noThreads: ThreadsState = { cursor: undefined, top: 0, open: undefined, flame: undefined };

export const openFlame = (requestedAt: number): FlameState => ({
  ...{ type: 'full', zoom: '', cursor: '', isUnfolded: false, requestedAt },
});

export const openProfile = (id: number): OpenProfile => ({ id, row: undefined, top: 0, stacks: undefined });
