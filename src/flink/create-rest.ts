import { FlinkError } from './error.ts';
import { createMetricCalls } from './metric-calls.ts';
import { newTriggerId } from './new-trigger-id.ts';
import { defaultMaxBytes, type FlinkRest, maxListedFailures, type RestSend } from './rest.ts';
import { createRestExchange } from './rest-exchange.ts';
import { jobPath, taskManagerPath, vertexPath } from './rest-paths.ts';
import { rootCause } from './root-cause.ts';
import { checkpointConfigSchema } from './wire/checkpoint-config.ts';
import { checkpointDetailSchema, checkpointSubtasksSchema } from './wire/checkpoint-details.ts';
import { checkpointsSchema, savepointStatusSchema, triggerSchema } from './wire/checkpoints.ts';
import {
  configSchema,
  environmentSchema,
  jobManagerConfigSchema,
  jobsOfSlotsSchema,
  overviewSchema,
  taskManagerSchema,
} from './wire/cluster.ts';
import { exceptionsSchema, failureTracesSchema } from './wire/exceptions.ts';
import { jobConfigurationSchema } from './wire/job-configuration.ts';
import { subtasksSchema } from './wire/job-subtasks.ts';
import {
  jobHistorySchema,
  jobOverviewSchema,
  jobSchema,
  jobStateSchema,
  vertexTaskManagersSchema,
} from './wire/jobs.ts';
import { flameGraphSchema, profilerRunSchema, profilerRunsSchema, threadDumpSchema } from './wire/threads.ts';

/** Creates a client for the REST API of Flink 1.20 to 2.3 over any transport. The client never retries. */
export function createFlinkRest(
  send: RestSend,
  { maxBytes = defaultMaxBytes }: { readonly maxBytes?: number | undefined } = {},
): FlinkRest {
  const rest = createRestExchange(send, maxBytes);
  const { exchange, get, getOfJob, post, createListCall } = rest;

  return {
    overview: (signal) => get(overviewSchema, '/overview', signal),
    config: (signal) => get(configSchema, '/config', signal),
    jobManagerConfig: (signal) => get(jobManagerConfigSchema, '/jobmanager/config', signal),
    environment: (signal) => getOfJob(environmentSchema, '/jobmanager/environment', signal),
    jobs: createListCall(jobOverviewSchema, 'jobs', '/jobs/overview'),
    job: (id, signal) => getOfJob(jobSchema, jobPath(id), signal),
    jobHistory: (id, signal) => getOfJob(jobHistorySchema, jobPath(id), signal),
    jobState: (id, signal) => get(jobStateSchema, jobPath(id, '/status'), signal),
    taskManagers: createListCall(taskManagerSchema, 'taskmanagers', '/taskmanagers'),
    jobsOfSlots: (id, signal) => getOfJob(jobsOfSlotsSchema, taskManagerPath(id, ''), signal),
    taskManagersOfVertex: (id, vertexId, signal) =>
      getOfJob(vertexTaskManagersSchema, vertexPath(id, vertexId, '/taskmanagers'), signal),
    subtasks: (id, vertexId, signal) => getOfJob(subtasksSchema, vertexPath(id, vertexId), signal),
    jobConfiguration: (id, signal) => getOfJob(jobConfigurationSchema, jobPath(id, '/config'), signal),

    threadDump: (id, signal) => getOfJob(threadDumpSchema, taskManagerPath(id, '/thread-dump'), signal),
    jobManagerThreadDump: (signal) => getOfJob(threadDumpSchema, '/jobmanager/thread-dump', signal),
    flameGraph: (id, vertexId, { type, subtask }, signal) => {
      const query = new URLSearchParams({ type, ...(subtask !== undefined && { subtaskindex: String(subtask) }) });
      return getOfJob(flameGraphSchema, vertexPath(id, vertexId, `/flamegraph?${query}`), signal);
    },
    startProfiler: (id, { mode, seconds }, signal) =>
      post(profilerRunSchema, taskManagerPath(id, '/profiler'), { mode, duration: seconds }, signal),
    profilerRuns: (id, signal) => get(profilerRunsSchema, taskManagerPath(id, '/profiler'), signal),
    profilerResult: (id, file, signal) =>
      exchange({ method: 'GET', path: taskManagerPath(id, `/profiler/${encodeURIComponent(file)}`), signal }),

    ...createMetricCalls(rest),

    exceptions: (id, signal) =>
      getOfJob(exceptionsSchema, jobPath(id, `/exceptions?maxExceptions=${maxListedFailures}`), signal),
    failureTraces: (id, signal) =>
      getOfJob(failureTracesSchema, jobPath(id, `/exceptions?maxExceptions=${maxListedFailures}`), signal),

    async checkpoints(id, signal) {
      const found = await ifEnabled(getOfJob(checkpointsSchema, jobPath(id, '/checkpoints'), signal));
      return found ?? { enabled: false };
    },
    checkpointConfig: (id, signal) =>
      ifEnabled(getOfJob(checkpointConfigSchema, jobPath(id, '/checkpoints/config'), signal)),
    checkpointDetail: (id, checkpointId, signal) =>
      getOfJob(checkpointDetailSchema, jobPath(id, `/checkpoints/details/${checkpointId}`), signal),
    checkpointSubtasks: (id, checkpointId, vertexId, signal) => {
      const path = `/checkpoints/details/${checkpointId}/subtasks/${encodeURIComponent(vertexId)}`;
      return getOfJob(checkpointSubtasksSchema, jobPath(id, path), signal);
    },

    async cancel(id, signal) {
      await exchange({ method: 'PATCH', path: jobPath(id, '?mode=cancel'), signal });
    },

    // The two savepoint endpoints use different names for the directory. JSON omits undefined fields.
    triggerSavepoint: (id, { targetDirectory, format, triggerId = newTriggerId() }, signal) =>
      post(
        triggerSchema,
        jobPath(id, '/savepoints'),
        { 'target-directory': targetDirectory, formatType: format, triggerId },
        signal,
      ),

    stopWithSavepoint: (id, { targetDirectory, format, drain, triggerId = newTriggerId() }, signal) =>
      post(triggerSchema, jobPath(id, '/stop'), { targetDirectory, formatType: format, drain, triggerId }, signal),

    async savepointStatus(id, triggerId, signal) {
      const path = jobPath(id, `/savepoints/${encodeURIComponent(triggerId)}`);
      const status = await get(savepointStatusSchema, path, signal);
      if (status.state !== 'failed') return status;
      throw new FlinkError('failed', rootCause(status.trace) || 'Flink gave no reason', { detail: status.trace });
    },
  };
}

/** Returns undefined if checkpointing is disabled. Only the message distinguishes this from an unknown job. */
async function ifEnabled<T>(response: Promise<T>): Promise<T | undefined> {
  try {
    return await response;
  } catch (error) {
    const isDisabled =
      error instanceof FlinkError && /checkpointing (has not been|is not) enabled/i.test(error.message);
    if (isDisabled && error.kind === 'not-found') return undefined;
    throw error;
  }
}
