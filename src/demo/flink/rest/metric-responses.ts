import type { JobManager } from '../job-manager.ts';
import type { Job, Vertex } from '../jobs/job.ts';
import type { RestContext } from './route.ts';

/** `metrics.fetcher.update-interval` */
const fetchIntervalMs = 10_000;
/** Duration of a fetch from all TaskManagers. */
const fetchMs = 400;

type MetricStore = { readonly firstFetchedAt: number; fetchedAt: number };
const stores = new WeakMap<JobManager, MetricStore>();

/**
 * Like Flink's metric handlers, fetches all metrics if the last fetch is older than the interval. Returns true if
 * metrics are available.
 */
export function fetchMetrics({ jobManager, clock }: RestContext): boolean {
  const now = clock.now();
  const store = stores.get(jobManager);
  const isFilled = store !== undefined && clock.elapsed(store.firstFetchedAt) >= fetchMs;
  if (store === undefined) stores.set(jobManager, { firstFetchedAt: now, fetchedAt: now });
  else if (clock.elapsed(store.fetchedAt) >= fetchIntervalMs) store.fetchedAt = now;
  return isFilled;
}

/** Returns the metrics of one subtask by metric id. */
function metricsOfSubtask(job: Job, vertex: Vertex, subtask: number): { readonly [id: string]: number } {
  const isSource = vertex === job.vertices[0];
  const isSink = vertex === job.vertices.at(-1);
  const busy = Math.min(1000, 180 + 90 * job.vertices.indexOf(vertex) + 35 * subtask);
  return {
    busyTimeMsPerSecond: busy,
    backPressuredTimeMsPerSecond: 0,
    idleTimeMsPerSecond: 1000 - busy,
    numRecordsInPerSecond: isSource ? 0 : 40,
    numRecordsOutPerSecond: isSink ? 0 : 40,
  };
}

const aggregates = {
  min: (values: readonly number[]) => values.reduce((least, value) => Math.min(least, value)),
  max: (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value)),
  avg: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length,
  sum: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
};

/**
 * Aggregates metrics over all subtasks of a vertex. The response is empty before the first fetch, and for an unknown
 * job or a vertex that is not running.
 */
export function subtaskMetrics(context: RestContext): unknown {
  const { jobManager, params, query } = context;
  const isFilled = fetchMetrics(context);
  const job = jobManager.job(params.jobid ?? '')?.job;
  const vertex = job?.vertices.find(({ id }) => id === params.vertexid);
  const isRunning = vertex?.state === 'RUNNING';
  if (!isFilled || job === undefined || vertex === undefined || !isRunning) return [];
  const subtasks = Array.from({ length: job.spec.parallelism }, (_, index) => metricsOfSubtask(job, vertex, index));
  const ids = splitList(query.get('get'));
  if (ids.length === 0) return Object.keys(subtasks[0] ?? {}).map((id) => ({ id }));
  // As in Flink, one unknown metric id makes the whole response empty.
  if (ids.some((id) => subtasks.every((values) => values[id] === undefined))) return [];
  const aggregateNames = splitList(query.get('agg'));
  return ids.map((id) => {
    const values = subtasks.map((subtask) => subtask[id]).filter((value) => value !== undefined);
    const selected = Object.entries(aggregates).filter(
      ([name]) => aggregateNames.length === 0 || aggregateNames.includes(name),
    );
    return { id, ...Object.fromEntries(selected.map(([name, aggregate]) => [name, aggregate(values)])) };
  });
}

const splitList = (text: string | null): readonly string[] => (text ?? '').split(',').filter((part) => part !== '');
