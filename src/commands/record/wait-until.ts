import { setTimeout as sleep } from 'node:timers/promises';
import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { formatDuration } from '../../text/duration.ts';
import type { Progress } from './command.ts';

const firstPauseMs = 150;
const maxPauseMs = 1000;
/** Interval at which unchanged progress is repeated. */
const progressIntervalMs = 1000;

export type PollResult<T> = { readonly done: T } | Waiting;
/** The state of the wait in one line, and a shorter text beside the title of the plan. */
type Waiting = { readonly waitingFor: string; readonly phase?: string };

/** Polls until the result is done. Returns undefined after `timeoutMs`. */
export async function* waitUntil<T>(
  poll: () => Promise<PollResult<T>>,
  { timeoutMs, now }: { readonly timeoutMs: number; readonly now: () => number },
  signal: AbortSignal,
): AsyncGenerator<Progress, T | undefined, void> {
  const startedAt = now();
  let reported = { text: '', at: startedAt };
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, maxPauseMs)) {
    // Transient errors do not end the wait, because the operation continues on the server.
    const result = await poll().catch(waitIfTransient);
    if ('done' in result) return result.done;
    const at = now();
    if (result.waitingFor !== reported.text || at - reported.at >= progressIntervalMs) {
      reported = { text: result.waitingFor, at };
      const elapsed = at - startedAt < 1000 ? '' : ` (${formatDuration(at - startedAt)})`;
      yield { kind: 'step', text: `${result.waitingFor}${elapsed}`, phase: result.phase ?? result.waitingFor };
    }
    const remainingMs = startedAt + timeoutMs - at;
    if (remainingMs <= 0) return undefined;
    await pause(Math.min(pauseMs, remainingMs), signal);
  }
}

/** Resolves after the time. Rejects with `signal.reason` on abort. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

function waitIfTransient(error: unknown): Waiting {
  if (isTransient(error)) return { waitingFor: `No response, retrying: ${error.message}` };
  throw error;
}

/** Whether a retry may succeed: the server was unreachable or failed internally. */
export function isTransient(error: unknown): error is FlinkError | KubernetesError {
  if (error instanceof FlinkError) return ['unreachable', 'timeout', 'unavailable', 'gateway'].includes(error.kind);
  return error instanceof KubernetesError && ['unreachable', 'timeout', 'server'].includes(error.kind);
}
