import type { JobVertex } from '../../flink/responses.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../in-parallel.ts';
import { vertexSubtasks } from './flink-readings.ts';
import { complete, type Reading, type Readings, readingOf } from './reading.ts';

/** Task names of a job and the TaskManagers they run on. */
export type JobPlacement = {
  readonly taskNames: readonly string[];
  /** Ids; empty if unknown. */
  readonly taskManagers: readonly string[];
  /** Error of the requests for the TaskManagers; undefined if they succeeded or were not sent. */
  readonly failure: Error | undefined;
};

/** Maximum number of vertices, because each one costs a request. The TaskManagers of larger jobs are not read. */
const maxVertices = 50;

/**
 * Requested once for each change of a job (`lastModification` of its overview). The requests run together, because
 * Flink caches the execution graph for 3 s.
 */
export const jobPlacement = (jobId: string, change: number | undefined): Reading<JobPlacement> => ({
  key: `job-placement/${jobId}/${change ?? ''}`,
  cost: 'G',
  jobId,
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete(async (flink, signal) => {
    const { vertices } = await flink.job(jobId, signal);
    const taskNames = [...new Set(vertices.map(({ name }) => name))];
    const placed = await taskManagersOf(flink, jobId, vertices, signal);
    return { taskNames, ...placed };
  }),
});

async function taskManagersOf(
  flink: FlinkRest,
  jobId: string,
  vertices: readonly JobVertex[],
  signal: AbortSignal,
): Promise<Pick<JobPlacement, 'taskManagers' | 'failure'>> {
  if (vertices.length > maxVertices) return { taskManagers: [], failure: undefined };
  try {
    const lists = await inParallel(vertices, ({ id }) => flink.taskManagersOfVertex(jobId, id, signal));
    return { taskManagers: [...new Set(lists.flat())], failure: undefined };
  } catch (error) {
    signal.throwIfAborted();
    return { taskManagers: [], failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

type PlacedJob = {
  readonly jobId: string;
  readonly change: number | undefined;
  readonly vertices: readonly JobVertex[] | undefined;
};

/** Returns the TaskManagers of a job, as far as they are read: its placement, and the subtasks that somebody looked at. */
export function podsOfJob(readings: Readings, { jobId, change, vertices = [] }: PlacedJob): ReadonlySet<string> {
  const placed = readingOf({ readings }, jobPlacement(jobId, change)).value?.taskManagers ?? [];
  const subtasks = vertices.flatMap(({ id }) => readingOf({ readings }, vertexSubtasks(jobId, id)).value ?? []);
  return new Set([...placed, ...subtasks.flatMap(({ pod }) => pod ?? [])]);
}
