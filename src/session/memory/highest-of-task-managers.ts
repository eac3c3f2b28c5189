import type { FlinkRest } from '../../flink/rest.ts';

/** Returns the highest value of each metric among all TaskManagers, by id. */
export async function highestOfTaskManagers(
  flink: FlinkRest,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const [id, { max }] of await flink.groupMetrics({ kind: 'task-managers', ids: [] }, ids, signal)) {
    if (max.state === 'measured') found.set(id, max.value);
  }
  return found;
}
