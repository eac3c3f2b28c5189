import type { JobManager } from '../job-manager.ts';
import type { Job } from '../jobs/job.ts';
import { ioOfSubtasks, type SubtaskIo } from '../jobs/subtask-io.ts';
import { isFlink1 } from '../settings.ts';
import { type JobMetrics, metricsOfJob } from './job-metrics.ts';
import type { RestContext } from './route.ts';

/** `metrics.fetcher.update-interval` */
const fetchIntervalMs = 10_000;
/** Duration of a fetch from all TaskManagers. */
const fetchMs = 400;

/** The metrics of one job at the start of a fetch. */
export type FetchedJob = {
  readonly metrics: JobMetrics;
  /** Epoch ms. */
  readonly at: number;
  /** The counters of the subtasks of every running vertex, by vertex id. They belong to this attempt of the job. */
  readonly attempt: number;
  readonly vertices: ReadonlyMap<string, readonly SubtaskIo[]>;
};
type Fetch = { readonly at: number; readonly jobs: ReadonlyMap<string, FetchedJob> };
type MetricStore = { readonly newest: Fetch; readonly complete: Fetch | undefined };
const stores = new WeakMap<JobManager, MetricStore>();

/**
 * Like Flink's metric handlers, starts to fetch all metrics if the last fetch is older than the interval. Returns the
 * metrics of the last complete fetch by job id. The result is empty before the first fetch.
 */
export function fetchMetrics({ jobManager, clock, settings }: RestContext): ReadonlyMap<string, FetchedJob> {
  const store = stores.get(jobManager);
  const isComplete = store !== undefined && clock.elapsed(store.newest.at) >= fetchMs;
  const complete = isComplete ? store.newest : store?.complete;
  const isOld = store === undefined || clock.elapsed(store.newest.at) >= fetchIntervalMs;
  const now = clock.now();
  const jobs = () => new Map(jobManager.jobs().map((job) => [job.id, fetchJob(job, now, isFlink1(settings))]));
  stores.set(jobManager, { newest: isOld ? { at: now, jobs: jobs() } : store.newest, complete });
  return complete?.jobs ?? new Map();
}

/** Returns whether a fetch is complete. Starts one like `fetchMetrics`. */
export function isFetched(context: RestContext): boolean {
  fetchMetrics(context);
  return stores.get(context.jobManager)?.complete !== undefined;
}

const fetchJob = (job: Job, now: number, hasLegacyMetrics: boolean): FetchedJob => ({
  metrics: metricsOfJob(job, now, hasLegacyMetrics),
  at: now,
  attempt: job.attempt,
  vertices: new Map(
    job.vertices
      .filter(({ state }) => state === 'RUNNING')
      .map((vertex) => [vertex.id, ioOfSubtasks(job, vertex, now)]),
  ),
});

/** Returns the fetched counters of a vertex; undefined if the current attempt has not been fetched yet. */
export function fetchedIo(context: RestContext, job: Job, vertexId: string): readonly SubtaskIo[] | undefined {
  const fetched = fetchMetrics(context).get(job.id);
  return fetched?.attempt === job.attempt ? fetched.vertices.get(vertexId) : undefined;
}
