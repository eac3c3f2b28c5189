import type { CheckpointConfig, Checkpoints, JobOverview } from '../../flink/responses.ts';
import type { CheckpointDetail } from '../../flink/subtask-responses.ts';
import { inParallel } from '../../session/in-parallel.ts';
import { type ListedCheckpoint, listCheckpoints } from '../../session/jobs/checkpoint-list.ts';
import { type CheckpointParts, verticesToRead } from '../../session/jobs/checkpoint-parts.ts';
import { partsOf } from '../../session/jobs/checkpoint-readings.ts';
import { type CheckpointTrends, checkpointTrends } from '../../session/jobs/checkpoint-trend.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { type RememberedJob, rememberedJobs } from '../../session/journal/last-seen/remembered-job.ts';
import {
  checkpointConfig,
  checkpointDetail,
  checkpointSubtasks,
  checkpoints,
  jobDetail,
  vertexSubtasks,
} from '../../session/readings/flink-readings.ts';
import { readOnce } from '../../session/readings/read-once.ts';
import { type Reading, type ReadingState, readingOf } from '../../session/readings/reading.ts';
import { printable } from '../../text/printable.ts';
import { forgottenText } from '../ended-jobs/forgotten-text.ts';
import { selectKnownJob } from '../ended-jobs/select-known-job.ts';
import type { Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { readTimeline } from '../timeline/read-timeline.ts';

export type JobCheckpoints = {
  readonly job: Pick<JobOverview, 'id' | 'name'>;
  /** The job in the journal, if it has ended. */
  readonly ended: RememberedJob | undefined;
  /** undefined if Flink did not respond */
  readonly statistics: Checkpoints | undefined;
  readonly config: CheckpointConfig | undefined;
  /** Newest first. */
  readonly checkpoints: readonly ListedCheckpoint[];
  readonly trends: CheckpointTrends;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  readonly clusterId: string;
  /** What could not be read, one line each. */
  readonly notes: readonly string[];
};

export type OneCheckpoint = Omit<JobCheckpoints, 'checkpoints' | 'trends'> & {
  /** What Flink has; undefined if it no longer keeps the checkpoint. */
  readonly detail: CheckpointDetail | undefined;
  readonly listed: ListedCheckpoint | undefined;
  readonly parts: CheckpointParts | undefined;
};

type Read = <T>(reading: Reading<T>) => Promise<ReadingState<T>>;

/** Reads the checkpoints that Flink and the journal know. */
export async function readCheckpoints(
  services: Services,
  selector: string,
  signal: AbortSignal,
): Promise<JobCheckpoints> {
  const { clusterId } = services.connection.target;
  const { snapshot, entries, now, notes } = await readTimeline(services, signal);
  if (snapshot === undefined) {
    throw new CommandError(exitCodes.unreachable, `cannot read ${clusterId}: ${notes[0] ?? 'no response'}`);
  }
  const remembered = rememberedJobs(entries);
  const selected = selectKnownJob(snapshot.jobs ?? [], remembered, selector);
  if (selected.kind === 'forgotten') return recordedCheckpoints(selected.job, { entries, now, notes, clusterId });
  const { job } = selected;
  const read: Read = async (reading) => {
    const known = readingOf(snapshot, reading);
    return known.value === undefined ? readOnce(reading, services.connection.flink, signal) : known;
  };
  const [{ value: statistics, failure }, { value: config }] = await Promise.all([
    read(checkpoints(job.id)),
    read(checkpointConfig(job.id)),
  ]);
  const known = listCheckpoints(job.id, statistics, entries);
  if (failure !== undefined && known.length === 0) throw failure;
  const times = { startedAt: job.startTime, until: job.endTime ?? now, hasEnded: job.endTime !== undefined };
  return {
    job,
    ended: job.endTime === undefined ? undefined : remembered.get(job.id),
    statistics,
    config,
    checkpoints: known,
    trends: checkpointTrends(known, config, statistics, times),
    now,
    clusterId,
    notes: [...(failure === undefined ? [] : [`Only from the journal: ${describeError(failure).message}`]), ...notes],
  };
}

/** The checkpoints of a job that only the journal knows. */
function recordedCheckpoints(
  job: RememberedJob,
  {
    entries,
    now,
    notes,
    clusterId,
  }: Pick<JobCheckpoints, 'now' | 'notes' | 'clusterId'> & {
    readonly entries: readonly JournalEntry[];
  },
): JobCheckpoints {
  const checkpoints = listCheckpoints(job.id, undefined, entries);
  const times = { startedAt: job.startedAt, until: job.endedAt ?? now, hasEnded: true };
  const trends = checkpointTrends(checkpoints, undefined, undefined, times);
  const unknown = { statistics: undefined, config: undefined };
  return {
    job,
    ended: job,
    ...unknown,
    checkpoints,
    trends,
    now,
    clusterId,
    notes: [forgottenText(job, now), ...notes],
  };
}

/** Reads one checkpoint, with the subtasks of the vertices that matter. */
export async function readCheckpoint(
  services: Services,
  selector: string,
  id: number,
  signal: AbortSignal,
): Promise<OneCheckpoint> {
  const { checkpoints: known, trends: _, ...common } = await readCheckpoints(services, selector, signal);
  const { job } = common;
  const readings = new Map<string, ReadingState<unknown>>();
  const read: Read = async (reading) => {
    const result = await readOnce(reading, services.connection.flink, signal);
    readings.set(reading.key, result);
    return result;
  };
  const listed = known.find((checkpoint) => checkpoint.id === id);
  const [{ value: detail, failure }, { value: graph }] = await Promise.all([
    read(checkpointDetail(job.id, id)),
    read(jobDetail(job.id)),
  ]);
  if (detail === undefined) {
    if (listed === undefined) throw notFoundError(id, job, known);
    const reason = failure === undefined ? 'no response' : describeError(failure).message;
    return { ...common, detail, listed, parts: undefined, notes: [`Vertices unknown: ${reason}`, ...common.notes] };
  }
  const vertices = verticesToRead(detail, graph?.vertices);
  await inParallel(vertices, async (vertex) => {
    await Promise.all([read(checkpointSubtasks(job.id, id, vertex.id)), read(vertexSubtasks(job.id, vertex.id))]);
  });
  return { ...common, detail, listed, parts: partsOf({ readings }, job.id, detail) };
}

function notFoundError(id: number, { name }: JobCheckpoints['job'], known: readonly ListedCheckpoint[]): CommandError {
  const [newest, oldest] = [known[0], known.at(-1)];
  const range = newest === undefined ? 'No checkpoints are known' : `Known: ${oldest?.id} to ${newest.id}`;
  return new CommandError(exitCodes.notFound, `no checkpoint ${id} of ${printable(name)}`, [
    `${range}. Flink keeps the last ten, and the journal those that were recorded`,
  ]);
}
