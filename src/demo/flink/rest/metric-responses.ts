import type { JobManager } from '../job-manager.ts';
import type { Job, Vertex } from '../jobs/job.ts';
import type { RestContext } from './route.ts';

/** `metrics.fetcher.update-interval` */
const fetchIntervalMs = 10_000;
/** Duration of a fetch from all TaskManagers. */
const fetchMs = 400;

type Metrics = { readonly [id: string]: string };
/** Metrics of all jobs at the start of a fetch, by job id. */
type Fetch = { readonly at: number; readonly jobs: ReadonlyMap<string, Metrics> };
type MetricStore = { readonly newest: Fetch; readonly complete: Fetch | undefined };
const stores = new WeakMap<JobManager, MetricStore>();

/**
 * Like Flink's metric handlers, starts to fetch all metrics if the last fetch is older than the interval. Returns the
 * metrics of the last complete fetch.
 */
export function fetchMetrics({ jobManager, clock }: RestContext): Fetch | undefined {
  const store = stores.get(jobManager);
  const isComplete = store !== undefined && clock.elapsed(store.newest.at) >= fetchMs;
  const complete = isComplete ? store.newest : store?.complete;
  const isOld = store === undefined || clock.elapsed(store.newest.at) >= fetchIntervalMs;
  const jobs = () => new Map(jobManager.jobs().map((job) => [job.id, metricsOfJob(job)]));
  stores.set(jobManager, { newest: isOld ? { at: clock.now(), jobs: jobs() } : store.newest, complete });
  return complete;
}

function metricsOfJob({ restarts, checkpoints }: Job): Metrics {
  return {
    numRestarts: String(restarts),
    numberOfCompletedCheckpoints: String(checkpoints.completed),
    numberOfFailedCheckpoints: String(checkpoints.failed),
  };
}

/** Metrics of a job. The response is empty before the first fetch, and for an unknown job. */
export function jobMetrics(context: RestContext): unknown {
  const metrics = Object.entries(fetchMetrics(context)?.jobs.get(context.params.jobid ?? '') ?? {});
  const ids = splitList(context.query.get('get'));
  if (ids.length === 0) return metrics.map(([id]) => ({ id }));
  return metrics.filter(([id]) => ids.includes(id)).map(([id, value]) => ({ id, value }));
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
  const isFilled = fetchMetrics(context) !== undefined;
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
