import { setTimeout as pause } from 'node:timers/promises';
import type { JvmThread } from '../../flink/thread-responses.ts';

/** Each dump pauses the JVM for some milliseconds, so there are never more, and never more often. */
export const maxDumps = 20;
export const minIntervalMs = 500;

export type Sampling = {
  readonly count: number;
  readonly intervalMs: number;
  readonly dump: (signal: AbortSignal) => Promise<readonly JvmThread[]>;
  readonly onDump: (threads: readonly JvmThread[]) => void;
  readonly signal: AbortSignal;
};

/**
 * Takes thread dumps, one at a time. Slow responses mean fewer dumps, not a longer sampling. Rejects with the error of the
 * first dump that fails, or with the reason of the signal.
 */
export async function sampleThreads({ count, intervalMs, dump, onDump, signal }: Sampling): Promise<void> {
  const dumps = Math.min(count, maxDumps);
  const every = Math.max(intervalMs, minIntervalMs);
  const startedAt = performance.now();
  for (let taken = 0; taken < dumps; taken += 1) {
    const dumpedAt = performance.now();
    if (dumpedAt - startedAt >= dumps * every) return;
    onDump(await dump(signal));
    signal.throwIfAborted();
    const restMs = dumpedAt + every - performance.now();
    if (restMs > 0 && taken + 1 < dumps) await pause(restMs, undefined, { signal });
  }
}
