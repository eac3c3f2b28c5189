import { largest } from '../../../text/largest.ts';
import { countInProgress, sizeOf } from '../jobs/checkpoint.ts';
import { isTerminal, type Job, type JobState } from '../jobs/job.ts';

/** Metrics of a job as text by metric id. */
export type JobMetrics = { readonly [id: string]: string };

/** Returns the metrics of a job, with the ids of Flink 2.3 or of Flink 1.20. */
export function metricsOfJob(job: Job, now: number, isFlink1: boolean): JobMetrics {
  const { restarts, checkpoints, startedAt, timestamps } = job;
  const { completed, failed, latestCompleted, latestSavepoint, latestRestored } = checkpoints;
  const running = countInProgress(checkpoints);
  const newest = (latestSavepoint?.endedAt ?? 0) > (latestCompleted?.endedAt ?? 0) ? latestSavepoint : latestCompleted;
  const size = newest ? sizeOf(newest) : -1;
  const wholeMs = (at: number) => Math.max(0, Math.floor(at));
  /** Flink measures only the time in the current state. */
  const inState = (state: JobState) => (job.state === state ? wholeMs(now - (timestamps[state] ?? now)) : 0);
  const runningSince = largest(job.vertices.map(({ enteredAt }) => enteredAt.RUNNING ?? Number.POSITIVE_INFINITY));
  const values: { readonly [id: string]: string | number } = {
    numRestarts: restarts,
    ...(isFlink1 ? { fullRestarts: restarts } : { numRescales: 0 }),
    numberOfCompletedCheckpoints: completed,
    numberOfFailedCheckpoints: failed,
    numberOfInProgressCheckpoints: running,
    totalNumberOfCheckpoints: completed + failed + running,
    lastCompletedCheckpointId: newest?.id ?? -1,
    lastCheckpointDuration: newest?.endedAt === undefined ? -1 : wholeMs(newest.endedAt) - wholeMs(newest.triggeredAt),
    lastCheckpointSize: size,
    lastCheckpointFullSize: size,
    lastCheckpointProcessedData: newest ? 0 : -1,
    lastCheckpointPersistedData: newest ? 0 : -1,
    lastCheckpointExternalPath: newest?.path ?? 'n/a',
    lastCheckpointRestoreTimestamp: wholeMs(latestRestored?.at ?? timestamps.CREATED ?? startedAt),
    ...(!isFlink1 && {
      lastCheckpointMetadataSize: newest ? metadataSize : -1,
      lastCheckpointCompletedTimestamp: newest?.endedAt === undefined ? -1 : wholeMs(newest.endedAt),
      allSubTasksRunningOrFinishedTime: wholeMs(now - runningSince),
    }),
    uptime: isTerminal(job) ? -1 : inState('RUNNING'),
    downtime: inState('RESTARTING') + inState('FAILING'),
    runningTime: inState('RUNNING'),
    restartingTime: inState('RESTARTING'),
    failingTime: inState('FAILING'),
    cancellingTime: inState('CANCELLING'),
    createdTime: 0,
    initializingTime: 0,
    deployingTime: job.vertices.some(({ state }) => state === 'DEPLOYING') ? inState('RUNNING') : 0,
  };
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, String(value)]));
}

const metadataSize = 5754;
