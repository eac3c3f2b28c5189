import { splitMetricIds } from './split-metric-ids.ts';

type Found = { readonly id: string };

/**
 * Reads aggregated metrics by id. `path` ends with a query. Flink responds with an empty list if no member of the group
 * has one of the ids (`AbstractAggregatingMetricsHandler`). Then the ids that exist are listed, and only they are read.
 */
export async function readGroupMetrics<Metric extends Found>(
  path: string,
  ids: readonly string[],
  read: (path: string) => Promise<readonly Metric[]>,
): Promise<readonly Metric[]> {
  const found: Metric[] = [];
  for (const part of splitMetricIds(ids, path.length)) {
    for (const metric of await readPart(path, part, read)) found.push(metric);
  }
  return found;
}

async function readPart<Metric extends Found>(
  path: string,
  ids: readonly string[],
  read: (path: string) => Promise<readonly Metric[]>,
): Promise<readonly Metric[]> {
  const readIds = (wanted: readonly string[]) => read(`${path}&${new URLSearchParams({ get: wanted.join(',') })}`);
  const found = await readIds(ids);
  if (found.length > 0 || ids.length <= 1) return found;
  // Without ids, Flink lists those of all members.
  const listed = new Set((await read(path)).map(({ id }) => id));
  const existing = ids.filter((id) => listed.has(id));
  return existing.length === 0 ? [] : readIds(existing);
}
