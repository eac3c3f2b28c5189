import { once } from 'node:events';
import { PassThrough } from 'node:stream';

/**
 * Items of several streams as they come. Nothing is read ahead of the reader but a few items. Rejects with the
 * first stream's error; the streams end when the signal is aborted, which is the caller's to do in the end.
 */
export async function* mergeStreams<T>(streams: readonly AsyncIterable<T>[], signal: AbortSignal): AsyncGenerator<T> {
  const merged = new PassThrough({ objectMode: true });
  const pumps = streams.map(async (stream) => {
    for await (const item of stream) {
      if (!merged.write(item)) await once(merged, 'drain', { signal });
    }
  });
  // Where one fails the reader gets its error, and the others are ended by the signal.
  const pumping = Promise.all(pumps).then(
    () => merged.end(),
    (error: unknown) => merged.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  yield* merged;
  await pumping;
}
