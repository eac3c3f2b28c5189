import { setTimeout as pause } from 'node:timers/promises';
import type {
  AggregatedMetric,
  CheckpointConfig,
  Checkpoints,
  ClusterConfig,
  FailureTrace,
  FlinkOptions,
  JobConfiguration,
  JobDetail,
  JobFailure,
  JobHistory,
  JobOverview,
  JobState,
  MetricGroup,
  MetricScope,
  MetricValue,
  TaskManager,
  VertexGauges,
} from '../../flink/responses.ts';
import type { CheckpointDetail, CheckpointSubtask, Subtask, SubtaskGauges } from '../../flink/subtask-responses.ts';
import type { FlameGraph, FlameGraphType } from '../../flink/thread-responses.ts';
import { fetchedAfterMs } from './once-fetched.ts';
import { complete, type Reading, unlessEmpty } from './reading.ts';

/**
 * Interval for displayed data. Flink caches execution graphs for 3 s, and plan-readings.ts limits calls to all
 * JobMasters to the same interval.
 */
const shownMs = 3000;
const hiddenMs = 10_000;
/** Interval for metrics. By default, Flink updates metrics at the same interval (`metrics.fetcher.update-interval`). */
const metricsMs = 10_000;

/** Requested once for each leading JobManager. */
export const clusterConfig: Reading<ClusterConfig> = {
  key: 'config',
  cost: '0',
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete((flink, signal) => flink.config(signal)),
};

/** Options of the leading JobManager, without secrets. */
export const jobManagerOptions: Reading<FlinkOptions> = {
  key: 'job-manager-options',
  cost: '0',
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete((flink, signal) => flink.jobManagerConfig(signal)),
};

export const jobs: Reading<readonly JobOverview[]> = {
  key: 'jobs',
  cost: 'F',
  intervalMs: shownMs,
  read: complete((flink, signal) => flink.jobs(signal)),
};

export const taskManagers: Reading<readonly TaskManager[]> = {
  key: 'task-managers',
  cost: 'R',
  intervalMs: shownMs,
  read: complete((flink, signal) => flink.taskManagers(signal)),
};

/** The id of the job of each slot in use of a TaskManager. */
export const jobsOfSlots = (taskManagerId: string): Reading<readonly string[] | undefined> => ({
  key: `jobs-of-slots/${taskManagerId}`,
  cost: 'M',
  intervalMs: metricsMs,
  read: complete((flink, signal) => flink.jobsOfSlots(taskManagerId, signal)),
});

/** Returns the same reading for data that is not displayed, with at least this interval. */
export function inBackground<T>(reading: Reading<T>, intervalMs = hiddenMs): Reading<T> {
  return { ...reading, intervalMs: Math.max(reading.intervalMs, intervalMs), isBackground: true };
}

/** State of a single job. Used for a job that is missing from the list of jobs. */
export const jobState = (jobId: string): Reading<JobState> => ({
  key: `job-state/${jobId}`,
  cost: 'J',
  jobId,
  intervalMs: hiddenMs,
  read: complete((flink, signal) => flink.jobState(jobId, signal)),
});

export const jobDetail = (jobId: string): Reading<JobDetail> => ({
  key: `job-detail/${jobId}`,
  cost: 'G',
  jobId,
  intervalMs: shownMs,
  read: complete((flink, signal) => flink.job(jobId, signal)),
});

export const checkpoints = (jobId: string): Reading<Checkpoints> => ({
  key: `checkpoints/${jobId}`,
  cost: 'K',
  jobId,
  intervalMs: shownMs,
  read: complete((flink, signal) => flink.checkpoints(jobId, signal)),
});

/** State times and parallelism of a job. */
export const jobHistory = (jobId: string): Reading<JobHistory> => ({
  key: `job-history/${jobId}`,
  cost: 'G',
  jobId,
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete((flink, signal) => flink.jobHistory(jobId, signal)),
});

export const jobFailures = (jobId: string): Reading<readonly JobFailure[]> => ({
  key: `job-failures/${jobId}`,
  cost: 'G',
  jobId,
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete((flink, signal) => flink.exceptions(jobId, signal)),
});

/** The execution configuration of a job, which cannot change while the job runs. */
export const jobConfiguration = (jobId: string): Reading<JobConfiguration> => ({
  key: `job-configuration/${jobId}`,
  cost: 'G',
  jobId,
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete((flink, signal) => flink.jobConfiguration(jobId, signal)),
});

/** Stack traces are long, so they are read only while one of them is shown. */
export const failureTraces = (jobId: string): Reading<readonly FailureTrace[]> => ({
  key: `failure-traces/${jobId}`,
  cost: 'G',
  jobId,
  intervalMs: hiddenMs,
  read: complete((flink, signal) => flink.failureTraces(jobId, signal)),
});

export const checkpointConfig = (jobId: string): Reading<CheckpointConfig | undefined> => ({
  key: `checkpoint-config/${jobId}`,
  cost: 'K',
  jobId,
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete((flink, signal) => flink.checkpointConfig(jobId, signal)),
});

/** How busy a vertex was in the last seconds. Unlike the counters of `jobDetail`, one response is enough. */
export const vertexGauges = (jobId: string, vertexId: string): Reading<VertexGauges | undefined> => ({
  key: `vertex-gauges/${jobId}/${vertexId}`,
  cost: 'M',
  jobId,
  intervalMs: metricsMs,
  read: unlessEmpty(
    (flink, signal) => flink.vertexGauges(jobId, vertexId, signal),
    (gauges) => gauges === undefined,
  ),
});

/** Busy time of each subtask in ms per second; undefined for a subtask without the gauge. */
export const subtaskBusyTimes = (
  jobId: string,
  vertexId: string,
  parallelism: number,
): Reading<readonly (number | undefined)[]> => ({
  key: `subtask-busy/${jobId}/${vertexId}`,
  cost: 'M',
  jobId,
  intervalMs: metricsMs,
  read: unlessEmpty((flink, signal) => flink.subtaskBusyTimes(jobId, vertexId, parallelism, signal), isUnmeasured),
});

/** Records per second of each subtask in the last minute; undefined for a subtask without the metric. */
export const subtaskRecordRates = (
  jobId: string,
  vertexId: string,
  parallelism: number,
): Reading<readonly (number | undefined)[]> => ({
  key: `subtask-rates/${jobId}/${vertexId}`,
  cost: 'M',
  jobId,
  intervalMs: metricsMs,
  read: unlessEmpty((flink, signal) => flink.subtaskRecordRates(jobId, vertexId, parallelism, signal), isUnmeasured),
});

/** How busy each subtask of a vertex was in the last minute; undefined for a subtask without the gauges. */
export const subtaskGauges = (
  jobId: string,
  vertexId: string,
  parallelism: number,
): Reading<readonly (SubtaskGauges | undefined)[]> => ({
  key: `subtask-gauges/${jobId}/${vertexId}`,
  cost: 'M',
  jobId,
  intervalMs: metricsMs,
  read: unlessEmpty((flink, signal) => flink.subtaskGauges(jobId, vertexId, parallelism, signal), isUnmeasured),
});

/** The newest attempts of the subtasks of a vertex, and their pods. */
export const vertexSubtasks = (jobId: string, vertexId: string): Reading<readonly Subtask[]> => ({
  key: `subtasks/${jobId}/${vertexId}`,
  cost: 'G',
  jobId,
  intervalMs: shownMs,
  read: complete((flink, signal) => flink.subtasks(jobId, vertexId, signal)),
});

/** Flink's samples of the threads of a vertex. A request may start a sampling, so it is only sent on a key. */
export const flameGraph = (jobId: string, vertexId: string, type: FlameGraphType): Reading<FlameGraph> => ({
  key: `flame-graph/${jobId}/${vertexId}/${type}`,
  cost: 'G',
  jobId,
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete((flink, signal) => flink.flameGraph(jobId, vertexId, { type }, signal)),
});

/** A checkpoint by vertex. */
export const checkpointDetail = (jobId: string, checkpointId: number): Reading<CheckpointDetail> => ({
  key: `checkpoint/${jobId}/${checkpointId}`,
  cost: 'K',
  jobId,
  intervalMs: shownMs,
  read: complete((flink, signal) => flink.checkpointDetail(jobId, checkpointId, signal)),
});

/** The part of each subtask of a vertex in a checkpoint. */
export const checkpointSubtasks = (
  jobId: string,
  checkpointId: number,
  vertexId: string,
): Reading<readonly CheckpointSubtask[]> => ({
  key: `checkpoint/${jobId}/${checkpointId}/${vertexId}`,
  cost: 'K',
  jobId,
  intervalMs: shownMs,
  read: complete((flink, signal) => flink.checkpointSubtasks(jobId, checkpointId, vertexId, signal)),
});

/** A metric of a job. The value may be as old as the last request of any client. */
export const jobMetric = (jobId: string, name: string): Reading<MetricValue> => ({
  key: `job-metric/${jobId}/${name}`,
  cost: 'M',
  jobId,
  intervalMs: metricsMs,
  read: complete((flink, signal) => flink.jobMetric(jobId, name, signal)),
});

/** Operators come and go with a job, so that the ids change rarely. */
const idsMs = 60_000;

/** The ids of all metrics of an owner. */
export const metricIds = (scope: MetricScope): Reading<readonly string[]> => ({
  key: `metric-ids/${scopeKey(scope)}`,
  cost: 'M',
  ...jobIdOf(scope),
  intervalMs: idsMs,
  read: unlessEmpty(
    (flink, signal) => flink.metricIds(scope, signal),
    ({ length }) => length === 0,
  ),
});

/** Metrics by id. Those that Flink does not have are missing. */
export const metricValues = (
  scope: MetricScope,
  ids: readonly string[],
): Reading<ReadonlyMap<string, MetricValue>> => ({
  key: `metrics/${scopeKey(scope)}/${ids.join(',')}`,
  cost: 'M',
  ...jobIdOf(scope),
  intervalMs: metricsMs,
  read: unlessEmpty(
    (flink, signal) => flink.metrics(scope, ids, signal),
    ({ size }) => size === 0,
  ),
});

const isUnmeasured = (values: readonly unknown[]): boolean => values.every((value) => value === undefined);

/** Identifies the owner of metrics. */
export function scopeKey(scope: MetricScope): string {
  const { kind, id, jobId, vertexId } = { id: undefined, jobId: undefined, vertexId: undefined, ...scope };
  return [kind, id, jobId, vertexId].filter((part) => part !== undefined).join('/');
}

/** Aggregates over subtasks or TaskManagers by id. Those that no member has are missing. */
export const groupMetrics = (
  group: MetricGroup,
  ids: readonly string[],
): Reading<ReadonlyMap<string, AggregatedMetric>> => ({
  key: `metrics/${groupKey(group)}/${ids.join(',')}`,
  cost: 'M',
  ...jobIdOf(group),
  intervalMs: metricsMs,
  read: unlessEmpty(
    (flink, signal) => flink.groupMetrics(group, ids, signal),
    ({ size }) => size === 0,
  ),
});

export const groupKey = (group: MetricGroup): string =>
  group.kind === 'subtasks'
    ? `subtasks/${group.jobId}/${group.vertexId}`
    : `task-managers/${group.ids.length === 0 ? 'all' : group.ids.join(' ')}`;

const jobIdOf = (owner: MetricScope | MetricGroup): { readonly jobId?: string } =>
  'jobId' in owner ? { jobId: owner.jobId } : {};

/**
 * Number of restarts since the job's JobMaster started. The stored values may be as old as the last request of any
 * client, so the first call only makes Flink fetch new ones. The adaptive scheduler counts rescales as restarts, and
 * Flink 1.20 does not count them separately.
 */
export const numRestarts = (jobId: string): Reading<MetricValue> => ({
  key: `restarts/${jobId}`,
  cost: 'M',
  jobId,
  intervalMs: Number.POSITIVE_INFINITY,
  read: complete(async (flink, signal) => {
    await flink.jobMetric(jobId, 'numRestarts', signal);
    await pause(fetchedAfterMs, undefined, { signal });
    const names = ['numRestarts', 'numRescales'];
    const [restarts, rescales] = await Promise.all(names.map((name) => flink.jobMetric(jobId, name, signal)));
    if (restarts?.state !== 'measured' || rescales?.state !== 'measured') return restarts ?? { state: 'absent' };
    return { state: 'measured', value: restarts.value - rescales.value };
  }),
});
