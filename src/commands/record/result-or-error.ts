/** Resolves with the value or the error, for optional data of a plan or status. Rejects only when aborted. */
export async function resultOrError<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | Error> {
  try {
    return await promise;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}
