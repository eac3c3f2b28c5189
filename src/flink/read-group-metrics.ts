import { splitMetricIds } from './split-metric-ids.ts';

type Found = { readonly id: string };

/**
 * Reads aggregated metrics by id. `path` ends with a query. Flink responds with an empty list if no member of the group
 * has one of the ids (`AbstractAggregatingMetricsHandler`), so an empty response is requested again in halves.
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
  const found = await read(`${path}&${new URLSearchParams({ get: ids.join(',') })}`);
  if (found.length > 0 || ids.length <= 1) return found;
  const middle = Math.ceil(ids.length / 2);
  const first = await readPart(path, ids.slice(0, middle), read);
  return [...first, ...(await readPart(path, ids.slice(middle), read))];
}
