import { setTimeout as pause } from 'node:timers/promises';
import type { JobOverview, JobVertex } from '../../flink/responses.ts';
import type { Subtask } from '../../flink/subtask-responses.ts';
import { type RecordSkew, recordSkew } from '../../session/jobs/record-skew.ts';
import { type MeasuredSubtasks, measuresOf } from '../../session/jobs/subtask-measures.ts';
import { fetchedAfterMs } from '../../session/readings/once-fetched.ts';
import { serverNow } from '../../session/server-now.ts';
import { selectJob } from '../job/job-selector.ts';
import { selectVertex, vertexLines } from '../job/vertex-selector.ts';
import type { Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

export type SubtasksResult = {
  readonly job: JobOverview;
  readonly vertex: JobVertex;
  /** Number of the vertex from 1, and number of the vertices. */
  readonly number: number;
  readonly vertexCount: number;
  /** By index. */
  readonly subtasks: readonly Subtask[];
  readonly measured: MeasuredSubtasks;
  readonly skew: RecordSkew | undefined;
};

/** Reads the subtasks of a vertex, and how busy they were in the last minute. */
export async function readSubtasks(
  { connection, now }: Services,
  jobSelector: string,
  vertexSelector: string | undefined,
  signal: AbortSignal,
): Promise<SubtasksResult> {
  const { flink } = connection;
  const job = selectJob(await flink.jobs(signal), jobSelector);
  const { vertices } = await flink.job(job.id, signal);
  const vertex = findVertex(vertices, vertexSelector, job.name);
  const isRunning = !['FINISHED', 'CANCELED', 'FAILED'].includes(vertex.status);
  // The request for the job made the JobManager fetch metrics.
  if (isRunning) await pause(fetchedAfterMs, undefined, { signal });
  const [read, gauges] = await Promise.all([
    flink.subtasks(job.id, vertex.id, signal),
    isRunning ? flink.subtaskGauges(job.id, vertex.id, vertex.parallelism, signal) : undefined,
  ]);
  const subtasks = read.toSorted((a, b) => a.index - b.index);
  const at = serverNow(connection, now());
  const measured = measuresOf(subtasks, { loads: undefined, gauges, gaugesAt: at, now: at });
  const place = { number: vertices.indexOf(vertex) + 1, vertexCount: vertices.length };
  return { job, vertex, ...place, subtasks, measured, skew: recordSkew(subtasks, measured) };
}

function findVertex(vertices: readonly JobVertex[], selector: string | undefined, jobName: string): JobVertex {
  if (selector !== undefined) return selectVertex(vertices, selector, jobName);
  throw new CommandError(exitCodes.usage, 'subtasks requires a VERTEX', vertexLines(vertices));
}
