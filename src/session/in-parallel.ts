/**
 * Maximum number of concurrent calls. It keeps two connections busy without overloading a JobManager with hundreds of
 * jobs.
 */
const maxConcurrent = 8;

/** Maps the items with a limited number of concurrent calls. Returns the results in order. */
export async function inParallel<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrent, items.length) }, worker));
  return results;
}
