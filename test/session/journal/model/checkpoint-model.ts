import type { CheckpointAttempt, CheckpointConfig, Checkpoints } from '../../../../src/flink/responses.ts';
import type { CheckpointOutcome } from '../../../../src/session/journal/entry.ts';
import { checkpointConfig } from '../../../support/checkpoint-config.ts';
import type { Model } from './model.ts';

export type ModelCheckpoints = {
  readonly attempts: CheckpointAttempt[];
  readonly config: CheckpointConfig;
  /** Highest id of an ended checkpoint in a response. */
  highest: number | undefined;
};

export type ShownCheckpoints = {
  readonly history: readonly CheckpointAttempt[];
  /** Epoch ms by the local clock. */
  readonly readAt: number;
  readonly isConfigRead: boolean;
};

const expired = 'Checkpoint expired before completing.';

/** Checkpoints of jobs. */
export function createCheckpointModel({ random, clock, seen, tick }: Model) {
  const { chance, pick } = random;
  const flinkTick = () => tick() + clock.flinkAheadMs;
  /** Flink's web.checkpoints.history. */
  const listed = pick([10, 10, 100]);

  const create = (): ModelCheckpoints => ({
    attempts: [],
    config: checkpointConfig({ intervalMs: pick([undefined, 5000, 30_000]), timeoutMs: pick([20_000, 600_000]) }),
    highest: undefined,
  });

  function endOf(attempt: CheckpointAttempt, status: 'completed' | 'failed', message?: string): CheckpointAttempt {
    const endedAt = flinkTick();
    return { ...attempt, status, endedAt, durationMs: endedAt - attempt.triggeredAt, bytes: 1024, message };
  }

  function endAll(job: ModelCheckpoints): void {
    for (const [index, attempt] of job.attempts.entries()) {
      if (attempt.status === 'in-progress') job.attempts[index] = endOf(attempt, 'failed', 'Job ended');
    }
  }

  function change(job: ModelCheckpoints, isRunning: boolean): void {
    for (const [index, attempt] of job.attempts.entries()) {
      if (attempt.status !== 'in-progress' || chance(0.4)) continue;
      job.attempts[index] = chance(0.7)
        ? endOf(attempt, 'completed')
        : endOf(attempt, 'failed', chance(0.5) ? expired : 'declined');
    }
    if (!isRunning) return;
    for (let started = pick([0, 1, 1, 2, 15]); started > 0; started -= 1) {
      const attempt: CheckpointAttempt = {
        id: job.attempts.length + 1,
        status: 'in-progress',
        triggeredAt: flinkTick(),
        endedAt: undefined,
        durationMs: undefined,
        bytes: undefined,
        writtenBytes: undefined,
        isSavepoint: chance(0.2),
        path: undefined,
        message: undefined,
      };
      job.attempts.push(chance(0.6) ? endOf(attempt, 'completed') : attempt);
    }
  }

  const responseOf = ({ attempts }: ModelCheckpoints): Checkpoints => ({
    enabled: true,
    completed: 0,
    failed: 0,
    inProgress: 0,
    restored: 0,
    latestCompleted: undefined,
    latestSavepoint: undefined,
    latestFailed: undefined,
    latestRestored: undefined,
    history: attempts.slice(-listed),
  });

  function show(jobId: string, job: ModelCheckpoints, { history, readAt, isConfigRead }: ShownCheckpoints): void {
    const { intervalMs = Number.POSITIVE_INFINITY, timeoutMs } = job.config;
    const lateMs = Math.max(10_000, Math.min(intervalMs, timeoutMs / 2));
    const record = (id: number, outcome: CheckpointOutcome) => seen.checkpoints.add(`${jobId} ${id} ${outcome}`);
    const has = (id: number, ...outcomes: readonly CheckpointOutcome[]) =>
      outcomes.some((outcome) => seen.checkpoints.has(`${jobId} ${id} ${outcome}`));

    const oldest = history[0]?.id ?? 0;
    for (let id = (job.highest ?? oldest) + 1; id < oldest; id += 1) seen.counted.add(`${jobId} ${id}`);
    if (job.highest !== undefined) job.highest = Math.max(job.highest, oldest - 1);
    for (const { id, status, triggeredAt, endedAt, isSavepoint, message } of history) {
      const isEndSeen = has(id, 'completed', 'failed', 'expired');
      const lastSeenAt = endedAt ?? readAt + clock.serverAheadMs + clock.flinkAheadMs;
      if (isConfigRead && !isSavepoint && !isEndSeen && lastSeenAt > triggeredAt + lateMs) record(id, 'late');
      if (status === 'in-progress') continue;
      if (!isEndSeen) record(id, status === 'completed' ? 'completed' : message === expired ? 'expired' : 'failed');
      job.highest = Math.max(job.highest ?? 0, id);
    }
  }

  return { create, change, endAll, responseOf, show };
}
