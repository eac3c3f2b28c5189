/** The same chunks; `onSilence` is called once where the next one does not come within so many milliseconds. */
export async function* noticeSilence<T>(
  chunks: AsyncIterable<T>,
  silenceMs: number,
  onSilence: () => void,
): AsyncGenerator<T> {
  let timer = setTimeout(onSilence, silenceMs);
  try {
    for await (const chunk of chunks) {
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(onSilence, silenceMs);
    }
  } finally {
    clearTimeout(timer);
  }
}
