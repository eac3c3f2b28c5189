import type { JobOverview, JobVertex } from '../../flink/responses.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { busiestVertex, type FoundSubtask, findSubtask } from '../../session/threads/find-subtask.ts';
import type { TaskOfThreads } from '../../session/threads/task-threads.ts';
import { printable } from '../../text/printable.ts';
import { selectJob } from '../job/job-selector.ts';
import { selectVertex } from '../job/vertex-selector.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import type { Selection } from './threads-types.ts';

export type FoundTask = FoundSubtask & {
  readonly job: JobOverview;
  readonly vertex: JobVertex;
  readonly names: TaskOfThreads;
};

/** Finds the selected subtask, or the busiest one. */
export async function findTask(flink: FlinkRest, selection: Selection, signal: AbortSignal): Promise<FoundTask> {
  const { job, vertex } = await findVertex(flink, selection, signal);
  const { parallelism } = vertex;
  const number = selection.subtask;
  if (number !== undefined && number > parallelism) {
    throw new CommandError(
      exitCodes.notFound,
      `no subtask ${number} of ${printable(vertex.name)}: its parallelism is ${parallelism}`,
    );
  }
  const search = await findSubtask(flink, job.id, vertex, number, signal);
  if (search.found === undefined) {
    throw new CommandError(exitCodes.failed, `cannot look at ${printable(vertex.name)}: ${search.reason}`, [
      'Run why to see what keeps the tasks from running',
    ]);
  }
  const { subtask, attempt } = search.found;
  return { ...search.found, job, vertex, names: { vertex: vertex.name, subtask, parallelism, attempt } };
}

export async function findVertex(
  flink: FlinkRest,
  { job: selector, vertex: wanted }: Selection,
  signal: AbortSignal,
): Promise<{ readonly job: JobOverview; readonly vertex: JobVertex }> {
  const job = selectJob(await flink.jobs(signal), selector);
  const { vertices } = await flink.job(job.id, signal);
  const vertex =
    wanted === undefined
      ? await busiestVertex(flink, job.id, vertices, signal)
      : selectVertex(vertices, wanted, job.name);
  if (vertex !== undefined) return { job, vertex };
  throw new CommandError(exitCodes.failed, `${printable(job.name)} has no vertices yet`);
}

/** `work (1/2)` */
export const taskText = ({ vertex, subtask, parallelism }: TaskOfThreads): string =>
  `${printable(vertex)} (${subtask}/${parallelism})`;

export const taskData = ({ job, vertex, subtask }: Pick<FoundTask, 'job' | 'vertex' | 'subtask'>) => ({
  job: { id: job.id, name: job.name },
  vertex: { id: vertex.id, name: vertex.name, parallelism: vertex.parallelism },
  subtask,
});
