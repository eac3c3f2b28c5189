import type { CheckpointAttempt, CheckpointConfig } from '../../../flink/responses.ts';
import { checkpointConfig, checkpoints } from '../../readings/flink-readings.ts';
import { readingOf } from '../../readings/reading.ts';
import type { CheckpointCountEntry, CheckpointEntry, CheckpointOutcome } from '../entry.ts';
import type { KnownJob } from '../journal-state.ts';
import { flinkTime, type JournalClock, seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** A checkpoint shorter than this is never late. */
const minLateMs = 10_000;

type OfJob = { readonly job: string; readonly jobName: string };

/** Finds ended and late checkpoints and savepoints. */
export const checkpointChanges: FindChanges = (known, snapshot, clock) =>
  (snapshot.jobs ?? []).flatMap(({ id: job, name: jobName }) => {
    const { value: read, readAt = 0 } = readingOf(snapshot, checkpoints(job));
    if (read?.enabled !== true) return [];
    const knownJob = known.jobs.get(job);
    const config = readingOf(snapshot, checkpointConfig(job)).value;
    const ofJob = { job, jobName };
    return [
      ...unlistedCheckpoints(read.history, knownJob, ofJob, clock),
      ...read.history
        .filter(({ id }) => id > (knownJob?.forgottenCheckpoint ?? 0))
        .flatMap((attempt) => [
          ...lateCheckpoint(attempt, knownJob, config, ofJob, { ...clock, now: readAt + clock.serverAheadMs }),
          ...endedCheckpoint(attempt, knownJob, ofJob, clock),
        ]),
    ];
  });

/** Checkpoints between the newest known one and the oldest listed one. */
function unlistedCheckpoints(
  history: readonly CheckpointAttempt[],
  known: KnownJob | undefined,
  ofJob: OfJob,
  clock: JournalClock,
): readonly CheckpointCountEntry[] {
  const [oldest] = history;
  if (oldest === undefined || known?.highestCheckpoint === undefined) return [];
  const [from, to] = [known.highestCheckpoint + 1, oldest.id - 1];
  return from > to ? [] : [{ kind: 'checkpoints', ...seenNow(clock), ...ofJob, from, to }];
}

function endedCheckpoint(
  { id, status, endedAt, durationMs, bytes, isSavepoint, path, message }: CheckpointAttempt,
  known: KnownJob | undefined,
  ofJob: OfJob,
  clock: JournalClock,
): readonly CheckpointEntry[] {
  const recorded = known?.checkpoints.get(id);
  if (status === 'in-progress' || endedAt === undefined || (recorded !== undefined && recorded !== 'late')) return [];
  return [
    {
      kind: 'checkpoint',
      ...flinkTime(clock, endedAt),
      ...ofJob,
      id,
      outcome: status === 'completed' ? 'completed' : failedOutcome(message),
      ...(isSavepoint && { isSavepoint }),
      ...(durationMs !== undefined && { durationMs }),
      ...(bytes !== undefined && status === 'completed' && { bytes }),
      ...(path !== undefined && { path }),
      ...(message !== undefined && { message }),
    },
  ];
}

/** Flink's CheckpointFailureReason CHECKPOINT_EXPIRED: `Checkpoint expired before completing.` */
function failedOutcome(message: string | undefined): CheckpointOutcome {
  return message !== undefined && /checkpoint expired/i.test(message) ? 'expired' : 'failed';
}

function lateCheckpoint(
  { id, triggeredAt, endedAt, isSavepoint }: CheckpointAttempt,
  known: KnownJob | undefined,
  config: CheckpointConfig | undefined,
  ofJob: OfJob,
  clock: JournalClock,
): readonly CheckpointEntry[] {
  if (config === undefined || isSavepoint || known?.checkpoints.has(id) === true) return [];
  const durationMs = lateAfterMs(config);
  const lateAt = triggeredAt + durationMs;
  if ((endedAt ?? clock.now + clock.flinkAheadMs) <= lateAt) return [];
  return [{ kind: 'checkpoint', ...flinkTime(clock, lateAt), ...ofJob, id, outcome: 'late', durationMs }];
}

/**
 * A checkpoint is late if it takes longer than the interval, or than half of the timeout. Flink then starts the next one
 * late, or soon ends this one.
 */
function lateAfterMs({ intervalMs, timeoutMs }: CheckpointConfig): number {
  return Math.max(minLateMs, Math.min(intervalMs ?? Number.POSITIVE_INFINITY, timeoutMs / 2));
}
