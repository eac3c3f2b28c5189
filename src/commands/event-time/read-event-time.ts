import { setTimeout as pause } from 'node:timers/promises';
import { eventTimeSuspects } from '../../diagnosis/event-time-suspects.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { JobDetail, JobVertex } from '../../flink/responses.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { addSample, type EventTimeHistory } from '../../session/event-time/event-time-history.ts';
import { maxShownVertices, readSubtaskValues } from '../../session/event-time/event-time-readings.ts';
import { type Dated, readSample, type SampledJob } from '../../session/event-time/event-time-sample.ts';
import { type JobEventTime, jobEventTime } from '../../session/event-time/job-event-time.ts';
import {
  type SubtaskWatermarks,
  subtaskMetricIds,
  subtaskWatermarks,
} from '../../session/event-time/subtask-watermarks.ts';
import { vertexMetrics } from '../../session/event-time/vertex-metrics.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { fetchedAfterMs } from '../../session/readings/once-fetched.ts';
import { serverNow } from '../../session/server-now.ts';
import { selectJob } from '../job/job-selector.ts';
import { selectVertex } from '../job/vertex-selector.ts';
import type { Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

export type EventTimeResult = {
  readonly job: JobDetail;
  readonly eventTime: JobEventTime;
  /** The chosen vertex. */
  readonly vertex: JobVertex | undefined;
  /** Pods by vertex id and subtask index, as far as they are read. */
  readonly pods: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** Number of vertices that are not read. */
  readonly leftOut: number;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
};

export type EventTimeRequest = {
  readonly job: string;
  readonly vertex: string | undefined;
  /** How long to take samples. 0: one sample. */
  readonly watchMs: number;
};

/** The JobManager fetches metrics at most this often. */
const sampleMs = 10_000;

export async function readEventTime(
  { connection, now }: Services,
  request: EventTimeRequest,
  signal: AbortSignal,
): Promise<EventTimeResult> {
  const { flink } = connection;
  const { id } = selectJob(await flink.jobs(signal), request.job);
  const job = await flink.job(id, signal);
  const vertex = request.vertex === undefined ? undefined : selectVertex(job.vertices, request.vertex, job.name);
  if (hasEnded(job.state)) {
    throw new CommandError(exitCodes.failed, `${job.name} is ${job.state.toLowerCase()}`, [
      'Flink reports watermarks only while a job runs',
    ]);
  }
  // The request for the job made the JobManager fetch metrics.
  await pause(fetchedAfterMs, undefined, { signal });
  const running = job.vertices.filter(({ status }) => status === 'RUNNING');
  const shown = running.slice(0, maxShownVertices);
  const names = await readNames(flink, id, shown, signal);
  const history = await takeSamples(flink, sampledJob(job, shown, names), request.watchMs, signal);
  const parts = { vertices: job.vertices, history, pods: new Map(), subtasks: new Map() };
  const detailed = new Set([...(vertex === undefined ? [] : [vertex]), ...eventTimeSuspects(jobEventTime(parts))]);
  const subtasks = new Map<string, Dated<readonly SubtaskWatermarks[]>>();
  const pods = new Map<string, readonly (string | undefined)[]>();
  await inParallel([...detailed], async (one) => {
    const [values, placed] = await Promise.all([
      readSubtaskValues(
        flink,
        { jobId: id, runningAt: job.runningAt },
        { vertexId: one.id, ids: subtaskMetricIds(one, names.get(one.id) ?? []) },
        signal,
      ),
      flink.subtasks(id, one.id, signal),
    ]);
    subtasks.set(one.id, { at: values.at, value: subtaskWatermarks(one, values.value) });
    pods.set(one.id, podsByIndex(placed));
  });
  const eventTime = jobEventTime({ ...parts, pods, subtasks });
  return { job, eventTime, vertex, pods, leftOut: running.length - shown.length, now: serverNow(connection, now()) };
}

type Names = ReadonlyMap<string, readonly string[]>;

async function readNames(
  flink: FlinkRest,
  jobId: string,
  vertices: readonly JobVertex[],
  signal: AbortSignal,
): Promise<Names> {
  const read = await inParallel(vertices, async ({ id }) => {
    const names = await flink.metricIds({ kind: 'subtasks', jobId, vertexId: id }, signal);
    return [id, names] as const;
  });
  return new Map(read);
}

function sampledJob({ id, runningAt }: JobDetail, vertices: readonly JobVertex[], names: Names): SampledJob {
  const measured = vertices.map((vertex) => ({
    id: vertex.id,
    metrics: vertexMetrics(vertex, names.get(vertex.id) ?? []),
  }));
  return { jobId: id, runningAt, vertices: measured };
}

/** Takes the first sample, and one for each fetch of the JobManager until the time is over. */
async function takeSamples(
  flink: FlinkRest,
  job: SampledJob,
  watchMs: number,
  signal: AbortSignal,
): Promise<EventTimeHistory> {
  let history = addSample(undefined, await readSample(flink, job, signal));
  for (let left = watchMs; left > 0; left -= sampleMs) {
    await pause(Math.min(sampleMs, left), undefined, { signal });
    history = addSample(history, await readSample(flink, job, signal));
  }
  return history;
}

function podsByIndex(subtasks: Awaited<ReturnType<FlinkRest['subtasks']>>): readonly (string | undefined)[] {
  return subtasks.toSorted((a, b) => a.index - b.index).map(({ pod }) => pod);
}
