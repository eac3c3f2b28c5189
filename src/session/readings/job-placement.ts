import type { JobVertex } from '../../flink/answers.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../in-parallel.ts';
import type { Reading } from './reading.ts';

/** What the tasks of a job are called, and where they run. */
export type JobPlacement = {
  readonly taskNames: readonly string[];
  /** Ids; none where they are not known. */
  readonly taskManagers: readonly string[];
  /** Why the TaskManagers are not known, though the job is. */
  readonly failure: Error | undefined;
};

/** One call each. Of a job with more of them it is not asked where it runs. */
const mostVertices = 50;

/**
 * Asked once for each change of the job (`lastModification` of its overview): a bunch of calls that all read the graph
 * which Flink keeps for 3 s.
 */
export const jobPlacement = (jobId: string, change: number | undefined): Reading<JobPlacement> => ({
  key: `job-placement/${jobId}/${change ?? ''}`,
  cost: 'G',
  jobId,
  intervalMs: Number.POSITIVE_INFINITY,
  read: async (flink, signal) => {
    const { vertices } = await flink.job(jobId, signal);
    const taskNames = [...new Set(vertices.map(({ name }) => name))];
    const placed = await taskManagersOf(flink, jobId, vertices, signal);
    return { value: { taskNames, ...placed }, isEmpty: false };
  },
});

async function taskManagersOf(
  flink: FlinkRest,
  jobId: string,
  vertices: readonly JobVertex[],
  signal: AbortSignal,
): Promise<Pick<JobPlacement, 'taskManagers' | 'failure'>> {
  if (vertices.length > mostVertices) return { taskManagers: [], failure: undefined };
  try {
    const lists = await inParallel(vertices, ({ id }) => flink.taskManagersOfVertex(jobId, id, signal));
    return { taskManagers: [...new Set(lists.flat())], failure: undefined };
  } catch (error) {
    signal.throwIfAborted();
    return { taskManagers: [], failure: error instanceof Error ? error : new Error(String(error)) };
  }
}
