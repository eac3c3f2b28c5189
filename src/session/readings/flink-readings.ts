import type {
  AggregatedMetric,
  Checkpoints,
  ClusterConfig,
  JobDetail,
  JobOverview,
  JobState,
  TaskManager,
} from '../../flink/answers.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import type { Reading } from './reading.ts';

/** Flink itself answers from a cache of 3 s, and a question to all JobMasters is not asked more often. */
const shownMs = 3000;
const hiddenMs = 10_000;
/** No metric is newer: `metrics.fetcher.update-interval`. */
const metricsMs = 10_000;

/** Asked once while a JobManager leads. */
export const clusterConfig: Reading<ClusterConfig> = {
  key: 'config',
  cost: '0',
  intervalMs: Number.POSITIVE_INFINITY,
  read: filled((flink, signal) => flink.config(signal)),
};

export const jobs: Reading<readonly JobOverview[]> = {
  key: 'jobs',
  cost: 'F',
  intervalMs: shownMs,
  read: filled((flink, signal) => flink.jobs(signal)),
};

export const taskManagers: Reading<readonly TaskManager[]> = {
  key: 'task-managers',
  cost: 'R',
  intervalMs: shownMs,
  read: filled((flink, signal) => flink.taskManagers(signal)),
};

/** The same reading, where nobody looks at it. */
export function inBackground<T>(reading: Reading<T>): Reading<T> {
  return { ...reading, intervalMs: Math.max(reading.intervalMs, hiddenMs) };
}

/** For a job that the list of jobs does not answer for. */
export const jobState = (jobId: string): Reading<JobState> => ({
  key: `job-state/${jobId}`,
  cost: 'J',
  jobId,
  intervalMs: hiddenMs,
  read: filled((flink, signal) => flink.jobState(jobId, signal)),
});

export const jobDetail = (jobId: string): Reading<JobDetail> => ({
  key: `job-detail/${jobId}`,
  cost: 'G',
  jobId,
  intervalMs: shownMs,
  read: filled((flink, signal) => flink.job(jobId, signal)),
});

export const latestException = (
  jobId: string,
): Reading<{ readonly at: number; readonly message: string } | undefined> => ({
  key: `latest-exception/${jobId}`,
  cost: 'G',
  jobId,
  intervalMs: shownMs,
  read: filled((flink, signal) => flink.latestException(jobId, signal)),
});

export const checkpoints = (jobId: string): Reading<Checkpoints> => ({
  key: `checkpoints/${jobId}`,
  cost: 'K',
  jobId,
  intervalMs: shownMs,
  read: filled((flink, signal) => flink.checkpoints(jobId, signal)),
});

/**
 * How many milliseconds of a second the busiest subtask of a vertex works. One metric a call: a single id that no
 * store has makes the whole answer empty.
 */
export const busiestSubtask = (jobId: string, vertexId: string): Reading<AggregatedMetric> => ({
  key: `busiest-subtask/${jobId}/${vertexId}`,
  cost: 'M',
  jobId,
  intervalMs: metricsMs,
  read: async (flink, signal) => {
    const metric = { name: 'busyTimeMsPerSecond', aggregate: 'max' } as const;
    const value = await flink.subtaskMetric(jobId, vertexId, metric, signal);
    return { value, isEmpty: value.state === 'absent' };
  },
});

/** An answer that says what it says, empty or not. */
function filled<T>(ask: (flink: FlinkRest, signal: AbortSignal) => Promise<T>): Reading<T>['read'] {
  return async (flink, signal) => ({ value: await ask(flink, signal), isEmpty: false });
}
