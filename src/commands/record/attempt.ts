/** What was read, or the error instead: for the parts that a plan or a status can do without, and says so. */
export async function attempt<T>(reading: Promise<T>, signal: AbortSignal): Promise<T | Error> {
  try {
    return await reading;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}
