import type { FlinkRest } from '../../flink/rest.ts';
import type { Reading, ReadingState } from './reading.ts';

/** Requests a reading once. Rejects only if aborted. */
export async function readOnce<T>(
  reading: Reading<T>,
  flink: FlinkRest,
  signal: AbortSignal,
): Promise<ReadingState<T>> {
  try {
    const { value } = await reading.read(flink, signal);
    return { value, readAt: Date.now(), failure: undefined };
  } catch (error) {
    signal.throwIfAborted();
    return { value: undefined, readAt: undefined, failure: error instanceof Error ? error : new Error(String(error)) };
  }
}
