import { setImmediate as nextTurn } from 'node:timers/promises';
import { array, type GenericSchema, type InferOutput, object, safeParse, unknown } from 'valibot';
import { FlinkError } from './error.ts';
import {
  createJsonListReader,
  createJsonReader,
  type JsonReader,
  parseJson,
  UnreadableResponse,
} from './json-reader.ts';
import { keepKnown } from './keep-known.ts';
import { newTriggerId } from './new-trigger-id.ts';
import { responseError } from './response-error.ts';
import type { MetricScope, MetricValue } from './responses.ts';
import {
  defaultMaxBytes,
  type FlinkRest,
  maxListedFailures,
  type RestRequest,
  type RestSend,
  turnLength,
} from './rest.ts';
import { rootCause } from './root-cause.ts';
import { splitMetricIds } from './split-metric-ids.ts';
import { checkpointConfigSchema } from './wire/checkpoint-config.ts';
import { checkpointDetailSchema, checkpointSubtasksSchema } from './wire/checkpoint-details.ts';
import { checkpointsSchema, savepointStatusSchema, triggerSchema } from './wire/checkpoints.ts';
import {
  configSchema,
  environmentSchema,
  jobManagerConfigSchema,
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
import {
  aggregatedMetricsSchema,
  busyGauge,
  gaugeNames,
  metricIdsSchema,
  metricsSchema,
  readGauges,
  readSubtaskGauges,
} from './wire/metrics.ts';

const timeoutMs = 10_000;

/**
 * Limit for responses about one job, and for the JobManager's environment. They may be long, but are shorter than a
 * list of jobs.
 */
const maxJobCharacters = 16 * 2 ** 20;
const maxDetailCharacters = 2000;

/** Creates a client for the REST API of Flink 1.20 to 2.3 over any transport. The client never retries. */
export function createFlinkRest(
  send: RestSend,
  { maxBytes = defaultMaxBytes }: { readonly maxBytes?: number | undefined } = {},
): FlinkRest {
  async function exchange(request: Omit<RestRequest, 'timeoutMs' | 'maxBytes'>): Promise<string> {
    const fullRequest = { ...request, timeoutMs, maxBytes };
    const response = await send(fullRequest);
    if (response.status >= 300) throw responseError(fullRequest, response);
    return response.body;
  }

  async function read(reader: JsonReader, path: string, signal?: AbortSignal): Promise<unknown> {
    const onText = (text: string) => orUnexpectedResponse(path, () => reader.push(text));
    const body = await exchange({ method: 'GET', path, onText, signal });
    for (let at = 0; at < body.length; at += turnLength) {
      if (at > 0) await nextTurn();
      onText(body.slice(at, at + turnLength));
    }
    return orUnexpectedResponse(path, reader.end);
  }

  async function get<S extends GenericSchema>(
    schema: S,
    path: string,
    signal?: AbortSignal,
    reader = createJsonReader(),
  ): Promise<InferOutput<S>> {
    return check(schema, path, await read(reader, path, signal));
  }

  const getOfJob: typeof get = (schema, path, signal) => get(schema, path, signal, createJsonReader(maxJobCharacters));

  async function getList<S extends GenericSchema>(
    schema: S,
    key: string,
    path: string,
    signal?: AbortSignal,
    keep = (item: InferOutput<S>) => item,
  ): Promise<InferOutput<S>[]> {
    const items: InferOutput<S>[] = [];
    const reader = createJsonListReader(key, (text) => items.push(keep(check(schema, path, parseJson(text), text))));
    await get(object({ [key]: array(unknown()) }), path, signal, reader);
    return items;
  }

  async function trigger(path: string, body: unknown, signal?: AbortSignal): Promise<string> {
    const response = await exchange({ method: 'POST', path, body: JSON.stringify(body), signal });
    return check(triggerSchema, path, parseJson(response), response);
  }

  /** Returns a function that reads a list and keeps the previous list, or its items, where they are equal. */
  function createListCall<T extends { readonly id: string }>(
    schema: GenericSchema<unknown, T>,
    key: string,
    path: string,
  ): (signal?: AbortSignal) => Promise<readonly T[]> {
    let latest: readonly T[] = [];
    return async (signal) => {
      const previous = latest;
      const { keep, areSame } = keepKnown(previous);
      const items = await getList(schema, key, path, signal, keep);
      // Not `latest`: meanwhile, it may be the response of another call.
      if (areSame()) return previous;
      latest = items;
      return items;
    };
  }

  /** Returns the measured gauges of single subtasks by metric id, such as `0.busyTimeMsPerSecond`. */
  async function subtaskValues(
    id: string,
    vertexId: string,
    { gauges, parallelism }: { readonly gauges: readonly string[]; readonly parallelism: number },
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, number>> {
    const ids = Array.from({ length: parallelism }, (_, subtask) => gauges.map((name) => `${subtask}.${name}`)).flat();
    const found = new Map<string, number>();
    for (const [key, metric] of await metricValues({ kind: 'vertex', jobId: id, vertexId }, ids, signal)) {
      if (metric.state === 'measured') found.set(key, metric.value);
    }
    return found;
  }

  async function metricValues(
    scope: MetricScope,
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, MetricValue>> {
    const found = new Map<string, MetricValue>();
    for (const part of splitMetricIds(ids)) {
      const path = `${metricsPath(scope)}?${new URLSearchParams({ get: part.join(',') })}`;
      for (const { id, value } of await getOfJob(metricsSchema, path, signal)) found.set(id, value);
    }
    return found;
  }

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
    taskManagersOfVertex: (id, vertexId, signal) =>
      getOfJob(vertexTaskManagersSchema, vertexPath(id, vertexId, '/taskmanagers'), signal),
    subtasks: (id, vertexId, signal) => getOfJob(subtasksSchema, vertexPath(id, vertexId), signal),
    jobConfiguration: (id, signal) => getOfJob(jobConfigurationSchema, jobPath(id, '/config'), signal),

    async vertexGauges(id, vertexId, signal) {
      const query = new URLSearchParams({ get: gaugeNames.join(','), agg: 'min,max,avg' });
      const path = jobPath(id, `/vertices/${encodeURIComponent(vertexId)}/subtasks/metrics?${query}`);
      return readGauges(await getOfJob(aggregatedMetricsSchema, path, signal));
    },

    async subtaskBusyTimes(id, vertexId, parallelism, signal) {
      const found = await subtaskValues(id, vertexId, { gauges: [busyGauge], parallelism }, signal);
      return Array.from({ length: parallelism }, (_, subtask) => found.get(`${subtask}.${busyGauge}`));
    },

    async subtaskGauges(id, vertexId, parallelism, signal) {
      const found = await subtaskValues(id, vertexId, { gauges: gaugeNames, parallelism }, signal);
      return Array.from({ length: parallelism }, (_, subtask) => readSubtaskGauges(found, subtask));
    },

    async jobMetric(id, name, signal) {
      const found = await metricValues({ kind: 'job', jobId: id }, [name], signal);
      return found.get(name) ?? { state: 'absent' };
    },
    async metricIds(scope, signal) {
      return (await getOfJob(metricIdsSchema, metricsPath(scope), signal)).map(({ id }) => id);
    },
    metrics: metricValues,
    async highestOfTaskManagers(ids, signal) {
      const query = new URLSearchParams({ get: ids.join(','), agg: 'max' });
      const found = new Map<string, number>();
      for (const { id, max } of await get(aggregatedMetricsSchema, `/taskmanagers/metrics?${query}`, signal)) {
        if (max?.state === 'measured') found.set(id, max.value);
      }
      return found;
    },

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
      trigger(
        jobPath(id, '/savepoints'),
        { 'target-directory': targetDirectory, formatType: format, triggerId },
        signal,
      ),

    stopWithSavepoint: (id, { targetDirectory, format, drain, triggerId = newTriggerId() }, signal) =>
      trigger(jobPath(id, '/stop'), { targetDirectory, formatType: format, drain, triggerId }, signal),

    async savepointStatus(id, triggerId, signal) {
      const path = jobPath(id, `/savepoints/${encodeURIComponent(triggerId)}`);
      const status = await get(savepointStatusSchema, path, signal);
      if (status.state !== 'failed') return status;
      throw new FlinkError('failed', rootCause(status.trace) || 'Flink gave no reason', { detail: status.trace });
    },
  };
}

const jobPath = (id: string, rest = ''): string => `/jobs/${encodeURIComponent(id)}${rest}`;

function metricsPath(scope: MetricScope): string {
  switch (scope.kind) {
    case 'job-manager':
      return '/jobmanager/metrics';
    case 'task-manager':
      return `/taskmanagers/${encodeURIComponent(scope.id)}/metrics`;
    case 'job':
      return jobPath(scope.jobId, '/metrics');
    case 'vertex':
      return vertexPath(scope.jobId, scope.vertexId, '/metrics');
    case 'coordinators':
      return vertexPath(scope.jobId, scope.vertexId, '/jm-operator-metrics');
  }
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

const vertexPath = (id: string, vertexId: string, rest = ''): string =>
  jobPath(id, `/vertices/${encodeURIComponent(vertexId)}${rest}`);

function orUnexpectedResponse<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UnreadableResponse ? unexpectedResponse(path, error.message, `: ${error.message}`) : error;
  }
}

function check<S extends GenericSchema>(schema: S, path: string, data: unknown, text = ''): InferOutput<S> {
  const parsed = safeParse(schema, data);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  throw unexpectedResponse(path, `${field}: ${issue.message}\n${text.slice(0, maxDetailCharacters)}`.trim());
}

function unexpectedResponse(path: string, detail: string, reason = ''): FlinkError {
  return new FlinkError('unexpected-response', `unexpected response from ${path}${reason}`, {
    status: 200,
    detail,
  });
}
