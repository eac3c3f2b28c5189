import { FlinkError } from '../../flink/error.ts';
import { newTriggerId } from '../../flink/new-trigger-id.ts';
import { formatWait } from '../../text/duration.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { retrySend } from '../record/retry-send.ts';
import { waitUntil } from '../record/wait-until.ts';
import { formatJobName, type NamedJob } from './describe-job.ts';

/** Sends the same trigger id with every retry, so that Flink triggers one savepoint only. */
export function triggerWithRetry(send: (triggerId: string) => Promise<string>, signal: AbortSignal): Promise<string> {
  const triggerId = newTriggerId();
  return retrySend(() => send(triggerId), signal);
}

/** Waits for a triggered savepoint and returns its path. Rejects with Flink's reason if the savepoint fails. */
export async function* waitForSavepoint(
  { connection, now }: Services,
  job: NamedJob,
  triggerId: string,
  timeoutMs: number,
  signal: AbortSignal,
  phase = 'in progress',
): AsyncGenerator<Progress, string, void> {
  const path = yield* waitUntil<string>(
    async () => {
      const status = await connection.flink.savepointStatus(job.id, triggerId, signal).catch((error: unknown) => {
        throw explainError(error, job);
      });
      return status.state === 'completed'
        ? { done: status.path }
        : { waitingFor: `Savepoint of ${formatJobName(job)} is in progress`, phase };
    },
    { timeoutMs, now },
    signal,
  );
  if (path !== undefined) return path;
  throw new CommandError(
    exitCodes.failed,
    `savepoint of ${formatJobName(job)} did not complete within ${formatWait(timeoutMs)}`,
    [
      `Look for the path in the checkpoint history of the Web UI: Flink continues the savepoint (trigger id ${triggerId})`,
    ],
  );
}

/**
 * Returns the size of a savepoint in bytes, for the summary on the screen. Resolves to undefined if Flink's statistics,
 * which are up to 3 s old (`rest.cache.checkpoint-statistics.timeout`), do not contain the savepoint yet.
 */
export async function savepointSize(
  { frontend, connection }: Services,
  job: NamedJob,
  path: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (frontend !== 'screen') return undefined;
  const checkpoints = await resultOrError(connection.flink.checkpoints(job.id, signal), signal);
  if (checkpoints instanceof Error || !checkpoints.enabled) return undefined;
  return checkpoints.latestSavepoint?.path === path ? checkpoints.latestSavepoint.stateSize : undefined;
}

/** An unknown trigger id usually means that the JobManager was replaced. */
function explainError(error: unknown, job: NamedJob): unknown {
  if (!(error instanceof FlinkError)) return error;
  if (error.kind === 'failed') {
    return new CommandError(exitCodes.failed, `savepoint of ${formatJobName(job)} failed: ${error.message}`, [], {
      cause: error,
      reason: error.message,
    });
  }
  if (error.kind !== 'not-found') return error;
  return new CommandError(
    exitCodes.failed,
    `cannot read the status of the savepoint of ${formatJobName(job)}: the JobManager was probably replaced`,
    ['Check the savepoint directory before you trigger another savepoint'],
    { cause: error },
  );
}
