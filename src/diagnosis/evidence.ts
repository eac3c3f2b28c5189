import type { CheckpointConfig, Checkpoints, JobVertex, VertexGauges } from '../flink/responses.ts';
import type { EventTimeHistory } from '../session/event-time/event-time-history.ts';
import { readSubtasks, subtaskValuesKey } from '../session/event-time/event-time-readings.ts';
import { type JobEventTime, jobEventTime } from '../session/event-time/job-event-time.ts';
import type { JournalEntry } from '../session/journal/entry.ts';
import {
  checkpointConfig,
  checkpointSubtasks,
  checkpoints,
  subtaskBusyTimes,
  subtaskRecordRates,
  vertexGauges,
  vertexSubtasks,
} from '../session/readings/flink-readings.ts';
import { gaugeShares } from '../session/readings/gauge-shares.ts';
import type { LoadState, VertexLoad } from '../session/readings/job-load.ts';
import type { JobRow } from '../session/readings/join-jobs.ts';
import { type ReadingState, type Readings, readingOf } from '../session/readings/reading.ts';
import type { SessionSnapshot } from '../session/snapshot.ts';
import { sameItems } from '../session/watch/reuse-if-equal.ts';
import { failedInRow } from './failed-checkpoints.ts';
import { groupRestarts, hourMs, type Restart } from './restarts.ts';

/** The part of a snapshot that rules about jobs read. */
export type JobsSnapshot = Pick<
  SessionSnapshot,
  'clusterId' | 'jobs' | 'pods' | 'leader' | 'configuration' | 'readings' | 'loads' | 'eventTimes'
>;

/** What the rules about the cluster see. */
export type ClusterEvidence<Snapshot = SessionSnapshot> = {
  readonly snapshot: Snapshot;
  /** Epoch ms by the API server's clock, which also dates journal entries. */
  readonly now: number;
  /** Entries of the last hour, oldest first; undefined if no journal is known. */
  readonly entries: readonly JournalEntry[] | undefined;
};

/** How a vertex spends its time. Shares from 0 to 1. */
export type VertexShares = {
  /** Of the average subtask; undefined if a subtask does not measure it. */
  readonly busy: number | undefined;
  readonly backPressured: number;
  /** Busy share of the busiest subtask; undefined if only averages are known. */
  readonly busiest: number | undefined;
  /** Busy shares by subtask index; undefined if not read. */
  readonly subtasks: readonly (number | undefined)[] | undefined;
  /** Records per second by subtask index: incoming ones, or outgoing ones of a source; undefined if not read. */
  readonly rates: readonly (number | undefined)[] | undefined;
  /** The tasks run for less than the minute that the rates are about, so that these are too low. */
  readonly isYoung?: boolean;
  /** Counters of the subtasks since their start, by index; undefined if not read. */
  readonly totals?: readonly SubtaskTotals[] | undefined;
};

/** The busy time of a subtask in ms, and its records: incoming ones, or outgoing ones of a source. */
export type SubtaskTotals = { readonly busyMs: number; readonly records: number };

export type Straggler = {
  readonly checkpoint: number;
  readonly vertex: string;
  /** From 1. */
  readonly subtask: number;
  readonly subtasks: number;
  readonly pod: string | undefined;
};

/** What the rules about a job see. `entries` are those about the job. */
export type JobEvidence = ClusterEvidence<JobsSnapshot> & {
  readonly job: JobRow;
  /** Restarts, oldest first; undefined if no journal is known. */
  readonly restarts: readonly Restart[] | undefined;
  readonly checkpoints: ReadingState<Checkpoints>;
  readonly checkpointConfig: ReadingState<CheckpointConfig | undefined>;
  /** In topological order; undefined until read. */
  readonly vertices: readonly JobVertex[] | undefined;
  /** The first subtask that has not acknowledged the newest failed checkpoint; undefined if not read. */
  readonly straggler: Straggler | undefined;
  /** Pods of the subtasks by vertex id and subtask index, as far as they are read. */
  readonly pods: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** By vertex id. A vertex is missing while nothing is known about its current attempt. */
  readonly shares: ReadonlyMap<string, VertexShares>;
  /** undefined until read. */
  readonly eventTime: JobEventTime | undefined;
};

/** The journal of the jobs by job id. */
export type JobJournals = {
  readonly restarts: ReadonlyMap<string, readonly Restart[]>;
  /** Entries of the last hour, oldest first. */
  readonly entries: ReadonlyMap<string, readonly JournalEntry[]>;
};

/** @param entries oldest first, of any age */
export function jobJournals(entries: readonly JournalEntry[], now: number): JobJournals {
  const byJob = new Map<string, JournalEntry[]>();
  for (const entry of recentEntries(entries, now)) {
    if (!('job' in entry)) continue;
    const known = byJob.get(entry.job);
    if (known === undefined) byJob.set(entry.job, [entry]);
    else known.push(entry);
  }
  return { restarts: groupRestarts(entries), entries: byJob };
}

/** Entries may be recorded late, so that the order is not exact. */
const disorderMs = 10 * 60_000;

/** Returns the entries of the last hour. */
export function recentEntries(entries: readonly JournalEntry[], now: number): readonly JournalEntry[] {
  const from = entries.findLastIndex(({ at }) => at < now - hourMs - disorderMs) + 1;
  return entries.slice(from).filter(({ at }) => at >= now - hourMs);
}

/** Returns the evidence about a job. */
export function jobEvidence(
  cluster: ClusterEvidence<JobsSnapshot>,
  journal: JobJournals | undefined,
  job: JobRow,
): JobEvidence {
  const { snapshot } = cluster;
  const known = snapshot.loads.get(job.id);
  const pods = podsOf(snapshot, job.id, known?.detail.vertices);
  return {
    ...cluster,
    entries: journal && (journal.entries.get(job.id) ?? []),
    job,
    restarts: journal && (journal.restarts.get(job.id) ?? []),
    checkpoints: readingOf(snapshot, checkpoints(job.id)),
    checkpointConfig: readingOf(snapshot, checkpointConfig(job.id)),
    vertices: known?.detail.vertices,
    straggler: stragglerOf(snapshot, job.id, known?.detail.vertices),
    pods,
    shares: sharesOf(snapshot, job, known, cluster.now),
    eventTime: eventTimeOf(snapshot, job.id, pods),
  };
}

type Computed = { readonly inputs: readonly unknown[]; readonly eventTime: JobEventTime };
const eventTimes = new WeakMap<EventTimeHistory, Computed>();

/** Returns what is known about the event time of a job; undefined until it is read. It is computed once for each sample. */
function eventTimeOf(snapshot: JobsSnapshot, jobId: string, pods: JobEvidence['pods']): JobEventTime | undefined {
  const { readings } = snapshot;
  const vertices = snapshot.loads.get(jobId)?.detail.vertices;
  const history = snapshot.eventTimes.get(jobId);
  if (vertices === undefined || history === undefined) return undefined;
  const inputs = [vertices, ...vertices.flatMap(({ id }) => subtaskInputs(jobId, id, readings))];
  const known = eventTimes.get(history);
  if (known !== undefined && sameItems(known.inputs, inputs)) return known.eventTime;
  const eventTime = jobEventTime({ vertices, history, pods, subtasks: readSubtasks(jobId, vertices, readings) });
  eventTimes.set(history, { inputs, eventTime });
  return eventTime;
}

const subtaskInputs = (jobId: string, vertexId: string, readings: Readings): readonly unknown[] => [
  readingOf({ readings }, vertexSubtasks(jobId, vertexId)).value,
  readings.get(subtaskValuesKey(jobId, vertexId))?.value,
];

function podsOf(snapshot: JobsSnapshot, jobId: string, vertices: readonly JobVertex[] = []): JobEvidence['pods'] {
  const pods = new Map<string, readonly (string | undefined)[]>();
  for (const { id } of vertices) {
    const { value } = readingOf(snapshot, vertexSubtasks(jobId, id));
    if (value !== undefined)
      pods.set(
        id,
        value.map(({ pod }) => pod),
      );
  }
  return pods;
}

function stragglerOf(
  snapshot: JobsSnapshot,
  jobId: string,
  vertices: readonly JobVertex[] = [],
): Straggler | undefined {
  const { value: read } = readingOf(snapshot, checkpoints(jobId));
  const failed = read?.enabled === true ? failedInRow(read.history).at(-1) : undefined;
  if (failed === undefined) return undefined;
  for (const { id, name, parallelism } of vertices) {
    const { value: subtasks } = readingOf(snapshot, checkpointSubtasks(jobId, failed.id, id));
    const pending = subtasks?.find(({ state }) => state === 'pending');
    if (pending === undefined) continue;
    const pod = readingOf(snapshot, vertexSubtasks(jobId, id)).value?.find(({ index }) => index === pending.index)?.pod;
    return { checkpoint: failed.id, vertex: name, subtask: pending.index + 1, subtasks: parallelism, pod };
  }
  return undefined;
}

/** Gauges are more exact than averages, unless they are older by this. */
const sameAgeMs = 15_000;

/** Flink's rates are those of the last minute. Flink serves them up to 20 s late. */
const youngMs = 80_000;

function sharesOf(
  snapshot: JobsSnapshot,
  { id: jobId, lastModification }: JobRow,
  known: LoadState | undefined,
  now: number,
): ReadonlyMap<string, VertexShares> {
  const isYoung = now - lastModification < youngMs;
  const shares = new Map<string, VertexShares>();
  for (const vertex of known?.detail.vertices ?? []) {
    const { id, parallelism } = vertex;
    const { value: gauges, readAt = 0 } = readingOf(snapshot, vertexGauges(jobId, id));
    const load = known?.load.get(id);
    const isFresh = readAt > (load?.measuredAt ?? 0) - sameAgeMs;
    const subtasks = readingOf(snapshot, subtaskBusyTimes(jobId, id, parallelism)).value?.map((busyMs) =>
      busyMs === undefined ? undefined : busyMs / 1000,
    );
    const { value: rates } = readingOf(snapshot, subtaskRecordRates(jobId, id, parallelism));
    const ofSubtasks = { subtasks, rates, isYoung, totals: totalsOf(snapshot, jobId, vertex) };
    if (gauges !== undefined && isFresh) shares.set(id, { ...fromGauges(gauges), ...ofSubtasks });
    else if (load !== undefined) shares.set(id, { ...fromLoad(load), ...ofSubtasks });
  }
  return shares;
}

function totalsOf(
  snapshot: JobsSnapshot,
  jobId: string,
  { id, inputs }: JobVertex,
): readonly SubtaskTotals[] | undefined {
  const { value: subtasks } = readingOf(snapshot, vertexSubtasks(jobId, id));
  if (subtasks?.every(({ isComplete }) => isComplete) !== true) return undefined;
  return subtasks.map(({ busyMs = 0, readRecords, writeRecords }) => ({
    busyMs,
    records: inputs.length === 0 ? writeRecords : readRecords,
  }));
}

type Averages = Pick<VertexShares, 'busy' | 'backPressured' | 'busiest'>;

function fromGauges(gauges: VertexGauges): Averages {
  const { busy, backPressured } = gaugeShares(gauges);
  return { busy, busiest: gauges.busy && gauges.busy.max / 1000, backPressured };
}

function fromLoad({ busy, backPressured }: VertexLoad): Averages {
  return { busy, backPressured, busiest: undefined };
}
