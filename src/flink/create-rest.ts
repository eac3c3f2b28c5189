import { type GenericSchema, type InferOutput, safeParse } from 'valibot';
import { answerError, parseJson } from './answer-error.ts';
import { FlinkError } from './error.ts';
import { newTriggerId } from './new-trigger-id.ts';
import type { FlinkRest, RestRequest, RestSend } from './rest.ts';
import { rootCause } from './root-cause.ts';
import { checkpointsSchema, savepointStatusSchema, triggerSchema } from './wire/checkpoints.ts';
import {
  configSchema,
  environmentSchema,
  jobManagerConfigSchema,
  overviewSchema,
  taskManagersSchema,
} from './wire/cluster.ts';
import { exceptionsSchema, jobSchema, jobStateSchema, jobsSchema, vertexTaskManagersSchema } from './wire/jobs.ts';

const timeoutMs = 10_000;

/** The REST API of Flink 1.20 to 2.3 over any way of sending. Nothing is sent twice: that is the caller's choice. */
export function createFlinkRest(send: RestSend): FlinkRest {
  async function exchange(request: RestRequest): Promise<string> {
    const answer = await send(request);
    if (answer.status >= 300) throw answerError(request, answer);
    return answer.body;
  }

  async function get<S extends GenericSchema>(schema: S, path: string, signal?: AbortSignal): Promise<InferOutput<S>> {
    return check(schema, path, await exchange({ method: 'GET', path, timeoutMs, signal }));
  }

  async function trigger(path: string, body: unknown, signal?: AbortSignal): Promise<string> {
    const answer = await exchange({ method: 'POST', path, body: JSON.stringify(body), timeoutMs, signal });
    return check(triggerSchema, path, answer);
  }

  return {
    overview: (signal) => get(overviewSchema, '/overview', signal),
    config: (signal) => get(configSchema, '/config', signal),
    jobManagerConfig: (signal) => get(jobManagerConfigSchema, '/jobmanager/config', signal),
    environment: (signal) => get(environmentSchema, '/jobmanager/environment', signal),
    jobs: (signal) => get(jobsSchema, '/jobs/overview', signal),
    job: (id, signal) => get(jobSchema, jobPath(id), signal),
    jobState: (id, signal) => get(jobStateSchema, jobPath(id, '/status'), signal),
    taskManagers: (signal) => get(taskManagersSchema, '/taskmanagers', signal),
    taskManagersOfVertex: (id, vertexId, signal) =>
      get(vertexTaskManagersSchema, jobPath(id, `/vertices/${encodeURIComponent(vertexId)}/taskmanagers`), signal),

    async latestException(id, signal) {
      const newest = await get(exceptionsSchema, jobPath(id, '/exceptions?maxExceptions=1'), signal);
      return newest && { at: newest.at, message: rootCause(newest.trace) };
    },

    async checkpoints(id, signal) {
      try {
        return await get(checkpointsSchema, jobPath(id, '/checkpoints'), signal);
      } catch (error) {
        // A job without checkpoints is told from a job that is not there by the sentence alone (flink.md 3.5).
        const disabled = error instanceof FlinkError && /checkpointing has not been enabled/i.test(error.message);
        if (error instanceof FlinkError && error.kind === 'not-found' && disabled) return { enabled: false };
        throw error;
      }
    },

    async cancel(id, signal) {
      await exchange({ method: 'PATCH', path: jobPath(id, '?mode=cancel'), timeoutMs, signal });
    },

    // The two bodies name the same thing in two ways (flink.md 3.4). What is undefined is left out by JSON.
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

function check<S extends GenericSchema>(schema: S, path: string, body: string): InferOutput<S> {
  const parsed = safeParse(schema, parseJson(body));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  throw new FlinkError('unexpected-answer', `${path} answered with something that is not Flink's`, {
    status: 200,
    detail: `${where}: ${issue.message}\n${body}`,
  });
}
