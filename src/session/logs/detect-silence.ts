/** Yields the same chunks and calls `onSilence` after each `silenceMs` without a chunk. */
export async function* detectSilence<T>(
  chunks: AsyncIterable<T>,
  silenceMs: number,
  onSilence: () => void,
): AsyncGenerator<T> {
  let timer = setInterval(onSilence, silenceMs);
  try {
    for await (const chunk of chunks) {
      clearInterval(timer);
      yield chunk;
      timer = setInterval(onSilence, silenceMs);
    }
  } finally {
    clearInterval(timer);
  }
}
