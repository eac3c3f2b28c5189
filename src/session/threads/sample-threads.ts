import { setTimeout as pause } from 'node:timers/promises';
import type { JvmThread } from '../../flink/thread-responses.ts';

/** Each dump pauses the JVM for some milliseconds, so there are never more, and never more often. */
export const maxDumps = 20;
export const minIntervalMs = 500;

export type SamplingPace = { readonly count: number; readonly intervalMs: number };

/**
 * Takes thread dumps, one at a time, and yields each. Slow responses mean fewer dumps, not a longer sampling. Throws the
 * error of the first dump that fails, or the reason of the signal.
 */
export async function* sampleThreads(
  { count, intervalMs }: SamplingPace,
  dump: (signal: AbortSignal) => Promise<readonly JvmThread[]>,
  signal: AbortSignal,
): AsyncGenerator<readonly JvmThread[], void, void> {
  const dumps = Math.min(count, maxDumps);
  const every = Math.max(intervalMs, minIntervalMs);
  const startedAt = performance.now();
  for (let taken = 0; taken < dumps; taken += 1) {
    const dumpedAt = performance.now();
    if (dumpedAt - startedAt >= dumps * every) return;
    yield await dump(signal);
    const restMs = dumpedAt + every - performance.now();
    if (restMs > 0 && taken + 1 < dumps) await pause(restMs, undefined, { signal });
    signal.throwIfAborted();
  }
}
