import { type Diagnosis, diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import type { Checkpoints, JobDetail, JobVertex, VertexGauges } from '../../src/flink/responses.ts';
import type { JournalEntry } from '../../src/session/journal/entry.ts';
import {
  checkpointConfig as checkpointConfigReading,
  checkpoints as checkpointsReading,
  subtaskBusyTimes,
  subtaskRecordRates,
  vertexGauges,
} from '../../src/session/readings/flink-readings.ts';
import { type LoadState, measureLoad } from '../../src/session/readings/job-load.ts';
import type { JobRow } from '../../src/session/readings/join-jobs.ts';
import type { Reading, ReadingState } from '../../src/session/readings/reading.ts';
import type { SessionSnapshot } from '../../src/session/snapshot.ts';
import { checkpointConfig as configOf } from '../support/checkpoint-config.ts';
import { jobOverview, sessionSnapshot } from '../support/session.ts';

export const now = Date.UTC(2026, 10, 28, 12);
export const secondsAgo = (seconds: number): number => now - seconds * 1000;
export const minutesAgo = (minutes: number): number => now - minutes * 60_000;
export const jobId = 'a'.repeat(32);

export function vertex(id: string, inputs: readonly string[] = [], parallelism = 1): JobVertex {
  return { id, name: id, parallelism, status: 'RUNNING', tasks: { RUNNING: parallelism }, inputs, counters: undefined };
}

/** Busy, idle and back-pressured time of the average subtask in ms per second, and the busy time of the busiest one. */
export type Load = readonly [busy: number, idle: number, backPressured: number, busiest?: number];

export type JobPart = Partial<JobRow> & {
  readonly vertices?: readonly JobVertex[];
  readonly loads?: { readonly [vertex: string]: Load };
  readonly subtasks?: { readonly [vertex: string]: readonly number[] };
  /** Records per second by subtask. */
  readonly rates?: { readonly [vertex: string]: readonly (number | undefined)[] };
  readonly checkpoints?: Partial<Extract<Checkpoints, { readonly enabled: true }>>;
  readonly checkpointConfig?: { readonly intervalMs: number | undefined; readonly timeoutMs: number };
};

/** Returns a snapshot with one job named orders, with as many readings as are given. */
export function snapshotWith(part: JobPart, rest: Partial<SessionSnapshot> = {}): SessionSnapshot {
  const { vertices, loads = {}, subtasks = {}, rates = {}, checkpoints, checkpointConfig, ...row } = part;
  const job: JobRow = {
    ...jobOverview({ name: 'orders', id: jobId, startTime: minutesAgo(60), lastModification: minutesAgo(60) }),
    ...row,
  };
  const readings = new Map<string, ReadingState<unknown>>();
  const add = <T>(reading: Reading<T>, value: T) =>
    readings.set(reading.key, { value, readAt: now, failure: undefined });
  for (const [id, [busy, idle, backPressured, busiest = busy]] of Object.entries(loads)) {
    const share = (average: number, max = average) => ({ min: 0, max, avg: average });
    const gauges: VertexGauges = {
      busy: share(busy, busiest),
      idle: share(idle),
      backPressured: share(backPressured),
    };
    add(vertexGauges(jobId, id), gauges);
  }
  for (const [id, busy] of Object.entries(subtasks)) add(subtaskBusyTimes(jobId, id, busy.length), busy);
  for (const [id, rate] of Object.entries(rates)) add(subtaskRecordRates(jobId, id, rate.length), rate);
  if (checkpoints !== undefined) add(checkpointsReading(jobId), { ...noCheckpoints, ...checkpoints });
  if (checkpointConfig !== undefined) add(checkpointConfigReading(jobId), configOf(checkpointConfig));
  const known = new Map<string, LoadState>();
  if (vertices !== undefined) {
    const detail: JobDetail = { ...job, vertices };
    known.set(jobId, measureLoad(undefined, detail, now));
  }
  return sessionSnapshot({
    jobs: [job],
    readings,
    loads: known,
    configuration: new Map([
      ['execution.checkpointing.savepoint-dir', '/savepoints'],
      ['taskmanager.numberOfTaskSlots', '1'],
    ]),
    highAvailability: true,
    ...rest,
  });
}

const noCheckpoints: Extract<Checkpoints, { readonly enabled: true }> = {
  enabled: true,
  completed: 0,
  failed: 0,
  inProgress: 0,
  restored: 0,
  latestCompleted: undefined,
  latestSavepoint: undefined,
  latestFailed: undefined,
  latestRestored: undefined,
  history: [],
};

/** Returns the diagnosis of the snapshot. Without entries, the journal is known but empty. */
export function diagnosisOf(snapshot: SessionSnapshot, entries: readonly JournalEntry[] = []): Diagnosis {
  return diagnose(snapshot, entries, now);
}

export function findingsOf(snapshot: SessionSnapshot, entries: readonly JournalEntry[] = []): readonly Finding[] {
  return diagnosisOf(snapshot, entries).findings;
}
