/** The same chunks; `onSilence` is called each time that so many milliseconds go by without another one. */
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
