import { setTimeout as sleep } from 'node:timers/promises';
import { FlinkError } from '../../flink/error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { formatDuration } from '../../text/duration.ts';
import type { Progress } from './command.ts';

const firstPauseMs = 150;
const longestPauseMs = 1000;
/** While nothing changes, how often it is said that the waiting goes on. */
const tellEveryMs = 1000;

export type PollResult<T> = { readonly done: T } | { readonly waitingFor: string };

/**
 * Looks again and again until it is done; undefined when `timeoutMs` has passed before. A server that does
 * not answer for a while ends nothing: what was asked for goes on without us.
 */
export async function* waitUntil<T>(
  look: () => Promise<PollResult<T>>,
  { timeoutMs, now }: { readonly timeoutMs: number; readonly now: () => number },
  signal: AbortSignal,
): AsyncGenerator<Progress, T | undefined, void> {
  const startedAt = now();
  let told = { text: '', at: startedAt };
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const seen = await look().catch(untilItAnswers);
    if ('done' in seen) return seen.done;
    const at = now();
    if (seen.waitingFor !== told.text || at - told.at >= tellEveryMs) {
      told = { text: seen.waitingFor, at };
      const since = at - startedAt < 1000 ? '' : ` (${formatDuration(at - startedAt)})`;
      yield { kind: 'step', text: `${seen.waitingFor}${since}` };
    }
    const left = startedAt + timeoutMs - at;
    if (left <= 0) return undefined;
    await pause(Math.min(pauseMs, left), signal);
  }
}

/** Rejects with the signal's own reason. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

function untilItAnswers(error: unknown): { readonly waitingFor: string } {
  if (isPassing(error)) return { waitingFor: `no answer, trying again: ${error.message}` };
  throw error;
}

/** A failure that says nothing about what was asked for, and may be over at the next try. */
export function isPassing(error: unknown): error is FlinkError | KubernetesError {
  if (error instanceof FlinkError) return ['unreachable', 'timeout', 'unavailable', 'gateway'].includes(error.kind);
  return error instanceof KubernetesError && ['unreachable', 'timeout', 'server'].includes(error.kind);
}
