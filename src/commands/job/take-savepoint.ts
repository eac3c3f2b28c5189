import { FlinkError } from '../../flink/error.ts';
import { newTriggerId } from '../../flink/new-trigger-id.ts';
import { formatWait } from '../../text/duration.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { retrySend } from '../record/retry-send.ts';
import { waitUntil } from '../record/wait-until.ts';
import { type NamedJob, named } from './describe-job.ts';

/** One id for all tries makes them one savepoint (flink.md 3.0). */
export function trigger(send: (triggerId: string) => Promise<string>, signal: AbortSignal): Promise<string> {
  const triggerId = newTriggerId();
  return retrySend(() => send(triggerId), signal);
}

/** Waits for a savepoint that was triggered; its path. Rejects with Flink's reason if it failed. */
export async function* waitForSavepoint(
  { connection, now }: Services,
  job: NamedJob,
  triggerId: string,
  timeoutMs: number,
  signal: AbortSignal,
): AsyncGenerator<Progress, string, void> {
  const path = yield* waitUntil<string>(
    async () => {
      const status = await connection.flink.savepointStatus(job.id, triggerId, signal).catch((error: unknown) => {
        throw explain(error, job);
      });
      return status.state === 'completed'
        ? { done: status.path }
        : { waitingFor: `savepoint of ${named(job)} is in progress` };
    },
    { timeoutMs, now },
    signal,
  );
  if (path !== undefined) return path;
  throw new CommandError(
    exitCodes.failed,
    `the savepoint of ${named(job)} is not complete after ${formatWait(timeoutMs)}`,
    [`Flink goes on with it: its trigger id is ${triggerId}.`],
  );
}

/** A trigger that Flink does not know was known to a JobManager that is no more. */
function explain(error: unknown, job: NamedJob): unknown {
  if (!(error instanceof FlinkError)) return error;
  if (error.kind === 'failed') {
    return new CommandError(exitCodes.failed, `no savepoint of ${named(job)}: ${error.message}`, [], { cause: error });
  }
  if (error.kind !== 'not-found') return error;
  return new CommandError(
    exitCodes.failed,
    `Flink has lost track of the savepoint of ${named(job)}: its JobManager was probably replaced meanwhile`,
    [error.message],
    { cause: error },
  );
}
