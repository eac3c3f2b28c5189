import type { JobManager } from '../job-manager.ts';
import type { Job, Vertex } from '../jobs/job.ts';
import type { RestContext } from './route.ts';

/** `metrics.fetcher.update-interval` */
const fetchIntervalMs = 10_000;
/** Until every TaskManager has sent its metrics. */
const fetchMs = 400;

type Store = { readonly firstFetchedAt: number; fetchedAt: number };
const stores = new WeakMap<JobManager, Store>();

/** Starts a fetch of all metrics unless one was started lately, as every handler does that reads some; are there any yet? */
export function fetchMetrics({ jobManager, clock }: RestContext): boolean {
  const now = clock.now();
  const store = stores.get(jobManager);
  const isFilled = store !== undefined && clock.elapsed(store.firstFetchedAt) >= fetchMs;
  if (store === undefined) stores.set(jobManager, { firstFetchedAt: now, fetchedAt: now });
  else if (clock.elapsed(store.fetchedAt) >= fetchIntervalMs) store.fetchedAt = now;
  return isFilled;
}

/** What each subtask of a vertex measures of itself. */
function measured(job: Job, vertex: Vertex, subtask: number): { readonly [id: string]: number } {
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
 * Metrics over all subtasks of a vertex. As in Flink an id that no subtask has makes the whole answer empty, and a job or a
 * vertex that is not there is answered like one without metrics.
 */
export function subtaskMetrics(context: RestContext): unknown {
  const { jobManager, params, query } = context;
  const isFilled = fetchMetrics(context);
  const job = jobManager.job(params.jobid ?? '')?.job;
  const vertex = job?.vertices.find(({ id }) => id === params.vertexid);
  const isRunning = vertex?.state === 'RUNNING';
  if (!isFilled || job === undefined || vertex === undefined || !isRunning) return [];
  const subtasks = Array.from({ length: job.spec.parallelism }, (_, index) => measured(job, vertex, index));
  const wanted = listOf(query.get('get'));
  if (wanted.length === 0) return Object.keys(subtasks[0] ?? {}).map((id) => ({ id }));
  if (wanted.some((id) => subtasks.every((values) => values[id] === undefined))) return [];
  const asked = listOf(query.get('agg'));
  return wanted.map((id) => {
    const values = subtasks.map((subtask) => subtask[id]).filter((value) => value !== undefined);
    const shown = Object.entries(aggregates).filter(([name]) => asked.length === 0 || asked.includes(name));
    return { id, ...Object.fromEntries(shown.map(([name, aggregate]) => [name, aggregate(values)])) };
  });
}

const listOf = (text: string | null): readonly string[] => (text ?? '').split(',').filter((part) => part !== '');
