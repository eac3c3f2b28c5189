import type { Job, Vertex } from '../jobs/job.ts';
import { bytesPerRecord, loadOf, type SubtaskIo } from '../jobs/subtask-io.ts';
import { isFlink1 } from '../settings.ts';
import { fetchedIo, fetchMetrics, isFetched } from './metric-store.ts';
import { operatorMetrics } from './operator-metrics.ts';
import { type ProcessMetrics, taskManagerMetrics } from './process-metrics.ts';
import { badParameter } from './rest-error.ts';
import type { RestContext } from './route.ts';

/** Metrics of a job. The response is empty before the first fetch, and for an unknown job. */
export function jobMetrics(context: RestContext): unknown {
  const metrics = fetchMetrics(context).get(context.params.jobid ?? '')?.metrics ?? {};
  return select(metrics, splitList(context.query.get('get')));
}

/** Returns the ids of all metrics, or the values of the requested ids as text. Flink skips unknown ids. */
function select(metrics: { readonly [id: string]: string }, ids: readonly string[]): unknown {
  if (ids.length === 0) return Object.keys(metrics).map((id) => ({ id }));
  return Object.entries(metrics)
    .filter(([id]) => ids.includes(id))
    .map(([id, value]) => ({ id, value }));
}

/** Metrics of a TaskManager or of the JobManager. */
export const processMetrics =
  (read: (context: RestContext) => ProcessMetrics) =>
  (context: RestContext): unknown => {
    const texts = Object.entries(read(context)).map(([id, value]) => [id, metricText(id, value)] as const);
    return select(Object.fromEntries(texts), splitList(context.query.get('get')));
  };

/** Aggregates metrics over all TaskManagers, or over those of the parameter `taskmanagers`. */
export function taskManagersMetrics(context: RestContext): unknown {
  const chosen = splitList(context.query.get('taskmanagers'));
  const owners = context.jobManager.taskManagers
    .registered()
    .filter(({ id }) => chosen.length === 0 || chosen.includes(id));
  return aggregate(
    context,
    owners.map((owner) => taskManagerMetrics(context, owner)),
  );
}

/** Metrics of the coordinators of a vertex, which run in the JobManager. Only sources have one. */
export function coordinatorMetrics(context: RestContext): unknown {
  const { jobManager, params } = context;
  const job = jobManager.job(params.jobid ?? '')?.job;
  const vertex = job?.vertices.find(({ id }) => id === params.vertexid);
  const isSource = vertex?.inputs.length === 0 && vertex.state === 'RUNNING';
  if (!isFetched(context) || !isSource) return [];
  const id = `${vertex.name.replaceAll(/[ .:]/g, '_')}.coordinator.enumerator.unassignedSplits`;
  return select({ [id]: '0' }, splitList(context.query.get('get')));
}

type TaskMetrics = { readonly [id: string]: number | bigint };

/** Returns the metrics of one subtask by metric id. The rates belong to the same load as the counters. */
function metricsOfSubtask(job: Job, vertex: Vertex, subtask: number, io: SubtaskIo): TaskMetrics {
  const { busyMs, backPressuredMs, recordsIn, recordsOut } = loadOf(job, vertex, subtask);
  return {
    busyTimeMsPerSecond: busyMs,
    backPressuredTimeMsPerSecond: backPressuredMs,
    softBackPressuredTimeMsPerSecond: backPressuredMs,
    hardBackPressuredTimeMsPerSecond: 0,
    idleTimeMsPerSecond: 1000 - busyMs - backPressuredMs,
    // Flink's ids of the accumulated times have no `d`, unlike the fields of the other responses.
    accumulateBusyTimeMs: io.busyMs,
    accumulateBackPressuredTimeMs: io.backPressuredMs,
    accumulateIdleTimeMs: io.idleMs,
    numRecordsIn: io.readRecords,
    numRecordsOut: io.writeRecords,
    numBytesIn: io.readBytes,
    numBytesOut: io.writeBytes,
    numRecordsInPerSecond: recordsIn,
    numRecordsOutPerSecond: recordsOut,
    numBytesInPerSecond: recordsIn * bytesPerRecord,
    numBytesOutPerSecond: recordsOut * bytesPerRecord,
  };
}

/** Returns the metrics of every subtask; empty before the fetch, and for an unknown job or a vertex without tasks. */
function taskMetrics(context: RestContext): readonly TaskMetrics[] {
  const { jobManager, params } = context;
  fetchMetrics(context);
  const job = jobManager.job(params.jobid ?? '')?.job;
  const vertex = job?.vertices.find(({ id }) => id === params.vertexid);
  if (job === undefined || vertex?.state !== 'RUNNING') return [];
  const fetched = fetchedIo(context, job, vertex.id) ?? [];
  const at = fetchMetrics(context).get(job.id)?.at ?? context.clock.now();
  return fetched.map((io, index) => ({
    ...metricsOfSubtask(job, vertex, index, io),
    ...operatorMetrics({ job, vertex, index }, io, at, isFlink1(context.settings)),
  }));
}

/** Metrics of single subtasks. The ids start with the subtask, such as `0.busyTimeMsPerSecond`. */
export function vertexMetrics(context: RestContext): unknown {
  const metrics = taskMetrics(context).flatMap((values, subtask) =>
    Object.entries(values).map(([id, value]) => [`${subtask}.${id}`, metricText(id, value)] as const),
  );
  return select(Object.fromEntries(metrics), splitList(context.query.get('get')));
}

/** The busy time and the rates are doubles, which Java prints with a fraction. */
const metricText = (id: string, value: number | bigint): string =>
  typeof value === 'number' && Number.isInteger(value) && doubles.test(id) ? `${value}.0` : String(value);
const doubles = /(^|\.)(busyTime|num\w+PerSecond|accumulateBusy)|CPU\.Load|TimeMsPerSecond$|^startWork/;

const aggregates = {
  min: (values: readonly number[]) => values.reduce((least, value) => Math.min(least, value)),
  max: (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value)),
  avg: (values: readonly number[]) => mean(values),
  sum: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
  skew,
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean absolute deviation in percent of the mean, at most 100. Flink's value is 0 if the mean is 0. */
function skew(values: readonly number[]): number {
  const average = mean(values);
  if (average === 0) return 0;
  return Math.min(100, (mean(values.map((value) => Math.abs(value - average))) / average) * 100);
}

/** Aggregates metrics over all subtasks of a vertex. */
export const subtaskMetrics = (context: RestContext): unknown => aggregate(context, taskMetrics(context));

function aggregate(context: RestContext, owners: readonly TaskMetrics[]): unknown {
  const aggregateNames = splitList(context.query.get('agg'));
  const unknown = aggregateNames.find((name) => !Object.hasOwn(aggregates, name));
  if (unknown !== undefined) throw badParameter('query', 'agg', unknown);
  const ids = splitList(context.query.get('get'));
  if (ids.length === 0) return [...new Set(owners.flatMap((owner) => Object.keys(owner)))].map((id) => ({ id }));
  // As in Flink, one unknown metric id makes the whole response empty.
  if (ids.some((id) => owners.every((values) => values[id] === undefined))) return [];
  return ids.map((id) => {
    const values = owners
      .map((owner) => owner[id])
      .filter((value) => value !== undefined)
      .map(Number);
    const selected = Object.entries(aggregates).filter(
      ([name]) => aggregateNames.length === 0 || aggregateNames.includes(name),
    );
    return { id, ...Object.fromEntries(selected.map(([name, reduce]) => [name, reduce(values)])) };
  });
}

const splitList = (text: string | null): readonly string[] => (text ?? '').split(',').filter((part) => part !== '');
