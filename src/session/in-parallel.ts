/** Enough to keep two connections busy, and no storm on a JobManager with hundreds of jobs. */
const atOnce = 8;

/** Like Promise.all over the mapped items, in their order, with a few of them under way at a time. */
export async function inParallel<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
