import type { JobDetail } from '../../flink/responses.ts';
import { type Measured, measureCounters, type TaskLoad } from './measure-counters.ts';

/** The load of the subtasks of a vertex. */
export type VertexLoad = TaskLoad;

/** Load of the vertices of a job by vertex id. Vertices without two fetches of one attempt are missing. */
export type JobLoad = Measured['load'];

/** What is remembered of a job between its responses, by vertex id. */
export type LoadState = Measured & { readonly detail: JobDetail };

/** Computes the load of the vertices from the counters of two responses. */
export function measureLoad(previous: LoadState | undefined, detail: JobDetail, readAt: number): LoadState {
  const tasks = detail.vertices.flatMap(({ id, counters, parallelism }) =>
    counters === undefined ? [] : [{ key: id, counters, parallelism }],
  );
  return { detail, ...measureCounters(previous, tasks, readAt) };
}
