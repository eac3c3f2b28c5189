/** Resolves with the value or the error. For data that a plan or status can do without. Rejects only when aborted. */
export async function resultOrError<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | Error> {
  try {
    return await promise;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}
