import { hasEnded } from '../../flink/has-ended.ts';
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
  const search = await findSubtask(flink, job.id, vertex, selection.subtask, signal);
  if (search.found === undefined) {
    throw new CommandError(exitCodes.failed, `cannot look at ${printable(vertex.name)}: ${search.reason}`, [
      'Run why to see what keeps the tasks from running',
    ]);
  }
  const { subtask, attempt } = search.found;
  return {
    ...search.found,
    job,
    vertex,
    names: { vertex: vertex.name, subtask, parallelism: vertex.parallelism, attempt },
  };
}

/** Finds the selected vertex, or the busiest one. @throws CommandError if it does not have the selected subtask */
export async function findVertex(
  flink: FlinkRest,
  { job: selector, vertex: wanted, subtask }: Selection,
  signal: AbortSignal,
): Promise<{ readonly job: JobOverview; readonly vertex: JobVertex }> {
  const job = selectJob(await flink.jobs(signal), selector);
  if (hasEnded(job.state)) {
    throw new CommandError(exitCodes.failed, `${printable(job.name)} is ${job.state.toLowerCase()}`, [
      'Tasks have threads only while a job runs',
    ]);
  }
  const { vertices } = await flink.job(job.id, signal);
  const vertex =
    wanted === undefined
      ? await busiestVertex(flink, job.id, vertices, signal)
      : selectVertex(vertices, wanted, job.name);
  if (vertex === undefined) throw new CommandError(exitCodes.failed, `${printable(job.name)} has no vertices yet`);
  const { name, parallelism } = vertex;
  if (subtask === undefined || subtask <= parallelism) return { job, vertex };
  throw new CommandError(
    exitCodes.notFound,
    `no subtask ${subtask} of ${printable(name)}: its parallelism is ${parallelism}`,
  );
}

/** `work (1/2)` */
export const taskText = ({ vertex, subtask, parallelism }: TaskOfThreads): string =>
  `${printable(vertex)} (${subtask}/${parallelism})`;

export const taskData = ({ job, vertex, subtask }: Pick<FoundTask, 'job' | 'vertex' | 'subtask'>) => ({
  job: { id: job.id, name: job.name },
  vertex: { id: vertex.id, name: vertex.name, parallelism: vertex.parallelism },
  subtask,
});
