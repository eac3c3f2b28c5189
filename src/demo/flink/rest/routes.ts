import { jobNotFound } from '../job-manager.ts';
import { isTerminal, type Vertex } from '../jobs/job.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { type ClusterSettings, isFlink1 } from '../settings.ts';
import type { TaskManager } from '../slots/task-manager.ts';
import { flameGraph } from '../threads/flame-graph.ts';
import { profilerResult, profilerRuns, startProfiler } from '../threads/profiler.ts';
import { jobManagerThreadDump, taskManagerThreadDump } from '../threads/thread-dump.ts';
import { checkpointDetails, checkpointSubtasks } from './checkpoint-details.ts';
import { checkpointConfigResponse, checkpointsResponse } from './checkpoint-responses.ts';
import { clusterOverview, dashboardConfig, jobManagerConfig, jobManagerEnvironment } from './cluster-responses.ts';
import { executionResult, jobConfig, jobDetail, jobExceptions, jobOverview, jobPlan } from './job-responses.ts';
import {
  coordinatorMetrics,
  jobMetrics,
  processMetrics,
  subtaskMetrics,
  taskManagersMetrics,
  vertexMetrics,
} from './metric-responses.ts';
import { fetchMetrics } from './metric-store.ts';
import { jobManagerMetrics, taskManagerMetrics } from './process-metrics.ts';
import { badParameter, handlerError, serverError } from './rest-error.ts';
import { type Handler, type RestContext, type RestResponse, type Route, route } from './route.ts';
import { savepointStatus, stopWithSavepoint, triggerSavepoint } from './savepoint-responses.ts';
import { taskManagerDetail, taskManagerResponse } from './task-manager-responses.ts';
import { vertexSubtasks, vertexTaskManagers } from './vertex-responses.ts';
import { webPage } from './web-page.ts';

const json =
  (respond: (context: RestContext) => unknown): Handler =>
  (context) => ({ json: respond(context) });

/** Returns the jobs for a list. Flink omits a job whose JobMaster fails (FLINK-40602). */
const listedJobs = ({ jobManager, jobMasters }: RestContext): readonly JobRunner['job'][] =>
  jobManager.jobs().filter(({ id }) => jobMasters.get(id) !== 'failing');

function findJob({ jobManager, params }: RestContext): JobRunner {
  const { jobid = '' } = params;
  const runner = jobManager.job(jobid);
  if (runner) return runner;
  throw handlerError(404, `Job ${jobid} not found`, {
    className: 'org.apache.flink.runtime.rest.NotFoundException',
    cause: jobNotFound(jobid),
  });
}

const forJob = (respond: (job: JobRunner['job'], context: RestContext) => unknown): Handler =>
  json((context) => respond(findJob(context).job, context));

/** Returns 500 for an unknown job, as Flink's status handler does. Other handlers return 404. */
function jobStatus({ jobManager, params }: RestContext) {
  const { jobid = '' } = params;
  const runner = jobManager.job(jobid);
  if (!runner) throw serverError(jobNotFound(jobid));
  return { status: runner.job.state };
}

/** Cancels a job. Accepts a job that is already cancelled, but returns 409 for a finished or failed job. */
function cancelJob(context: RestContext): RestResponse {
  const { jobManager, params, query } = context;
  const mode = query.get('mode') ?? 'cancel';
  if (mode === 'stop') {
    const alternatives =
      'For an ungraceful shutdown, please use "cancel" instead. For a graceful shutdown, please use "jobs/:jobId/stop" instead.';
    throw handlerError(308, `The termination mode "stop" has been removed. ${alternatives}`);
  }
  if (mode !== 'cancel') throw badParameter('query', 'mode', mode);
  const { jobid = '' } = params;
  const runner = jobManager.job(jobid);
  if (!runner) throw handlerError(404, 'Job could not be found.', { cause: jobNotFound(jobid) });
  const { state } = runner.job;
  if (state === 'FINISHED' || state === 'FAILED') {
    const reason = `the job has already reached another terminal state (${state})`;
    throw handlerError(409, `Job cancellation failed because ${reason}.`);
  }
  runner.cancel();
  return { status: 202, json: {} };
}

/** Returns 404 for batch jobs. A streaming job without a checkpoint interval has zero counts. */
const forCheckpoints = (respond: (job: JobRunner['job'], context: RestContext) => unknown): Handler =>
  forJob((job, context) => {
    if (job.spec.type === 'BATCH') throw handlerError(404, 'Checkpointing has not been enabled.');
    return respond(job, context);
  });

/** The message of the 404 differs from the other response about checkpoints. */
const checkpointConfig = forJob((job, context) => {
  if (job.spec.type === 'BATCH') throw handlerError(404, `Checkpointing is not enabled for this job (${job.id}).`);
  return checkpointConfigResponse(job, context);
});

const forVertex = (respond: (job: JobRunner['job'], vertex: Vertex, context: RestContext) => unknown): Handler =>
  forJob((job, context) => {
    const { vertexid } = context.params;
    const vertex = job.vertices.find(({ id }) => id === vertexid);
    if (vertex) return respond(job, vertex, context);
    throw handlerError(404, `JobVertex ${vertexid} not found`, {
      className: 'org.apache.flink.runtime.rest.NotFoundException',
    });
  });

const registeredTaskManager = ({ jobManager, params }: RestContext): TaskManager | undefined =>
  jobManager.taskManagers.registered().find(({ id }) => id === params.id);

function findTaskManager(context: RestContext): TaskManager {
  const found = registeredTaskManager(context);
  if (found) return found;
  throw serverError({
    className: 'org.apache.flink.runtime.resourcemanager.exceptions.UnknownTaskExecutorException',
    message: `No TaskExecutor registered under ${context.params.id}.`,
    frames: [
      'org.apache.flink.runtime.resourcemanager.ResourceManager.requestTaskManagerDetailsInfo(ResourceManager.java:707)',
    ],
  });
}

const forTaskManager = (respond: (taskManager: TaskManager, context: RestContext) => unknown): Handler =>
  json((context) => respond(findTaskManager(context), context));

const taskManager = json((context) => {
  fetchMetrics(context);
  return taskManagerDetail(findTaskManager(context), context);
});

const metricsOfTaskManager = processMetrics((context) => taskManagerMetrics(context, registeredTaskManager(context)));

const commonRoutes: readonly Route[] = [
  route('GET', '/', webPage),
  route('GET', '/overview', json(clusterOverview)),
  route('GET', '/config', json(dashboardConfig)),
  route('GET', '/jobmanager/config', json(jobManagerConfig)),
  route('GET', '/jobmanager/environment', json(jobManagerEnvironment)),
  route('GET', '/jobmanager/metrics', json(processMetrics(jobManagerMetrics))),
  route(
    'GET',
    '/jobs',
    json((context) => ({
      jobs: listedJobs(context).map(({ id, state }) => ({ id, status: state })),
    })),
  ),
  route(
    'GET',
    '/jobs/overview',
    json((context) => ({
      jobs: listedJobs(context).map((job) => jobOverview(job, context)),
    })),
  ),
  route('GET', '/jobs/:jobid', forJob(jobDetail)),
  route('PATCH', '/jobs/:jobid', cancelJob),
  route('GET', '/jobs/:jobid/status', json(jobStatus)),
  route(
    'GET',
    '/jobs/:jobid/plan',
    forJob((job) => ({ plan: jobPlan(job) })),
  ),
  route('GET', '/jobs/:jobid/config', forJob(jobConfig)),
  route('GET', '/jobs/:jobid/exceptions', forJob(jobExceptions)),
  route('GET', '/jobs/:jobid/execution-result', forJob(executionResult)),
  route('GET', '/jobs/:jobid/metrics', json(jobMetrics)),
  route('GET', '/jobs/:jobid/vertices/:vertexid', forVertex(vertexSubtasks)),
  route('GET', '/jobs/:jobid/vertices/:vertexid/taskmanagers', forVertex(vertexTaskManagers)),
  route('GET', '/jobs/:jobid/vertices/:vertexid/metrics', json(vertexMetrics)),
  route('GET', '/jobs/:jobid/vertices/:vertexid/subtasks/metrics', json(subtaskMetrics)),
  route('GET', '/jobs/:jobid/vertices/:vertexid/jm-operator-metrics', json(coordinatorMetrics)),
  route('GET', '/jobs/:jobid/checkpoints', forCheckpoints(checkpointsResponse)),
  route('GET', '/jobs/:jobid/checkpoints/config', checkpointConfig),
  route('GET', '/jobs/:jobid/checkpoints/details/:checkpointid', forCheckpoints(checkpointDetails)),
  route('GET', '/jobs/:jobid/checkpoints/details/:checkpointid/subtasks/:vertexid', forCheckpoints(checkpointSubtasks)),
  route('POST', '/jobs/:jobid/savepoints', triggerSavepoint),
  route('POST', '/jobs/:jobid/stop', stopWithSavepoint),
  route('GET', '/jobs/:jobid/savepoints/:triggerid', savepointStatus),
  route(
    'GET',
    '/taskmanagers',
    json((context) => ({
      taskmanagers: context.jobManager.taskManagers
        .registered()
        .map((taskManager) => taskManagerResponse(taskManager, context)),
    })),
  ),
  route('GET', '/taskmanagers/metrics', json(taskManagersMetrics)),
  route('GET', '/taskmanagers/:id', taskManager),
  route('GET', '/taskmanagers/:id/metrics', json(metricsOfTaskManager)),
  route('GET', '/taskmanagers/:id/thread-dump', forTaskManager(taskManagerThreadDump)),
  route('GET', '/jobmanager/thread-dump', json(jobManagerThreadDump)),
  route('GET', '/jobs/:jobid/vertices/:vertexid/flamegraph', forVertex(flameGraph)),
];

/** Without `rest.profiling.enabled`, Flink does not know these paths. */
const profilerRoutes: readonly Route[] = [
  route('POST', '/taskmanagers/:id/profiler', forTaskManager(startProfiler)),
  route('GET', '/taskmanagers/:id/profiler', forTaskManager(profilerRuns)),
  route('GET', '/taskmanagers/:id/profiler/:file', (context) => profilerResult(findTaskManager(context), context)),
];

/** Flink 2.3 wraps every job of a session cluster in its own application. */
const applicationRoutes: readonly Route[] = [
  route(
    'GET',
    '/applications/overview',
    json((context) => ({
      applications: context.jobManager.jobs().map((job) => {
        const { jid, name, state, ...overview } = jobOverview(job, context);
        return {
          id: jid,
          name: `SingleJobApplication(${name})`,
          'start-time': overview['start-time'],
          'end-time': overview['end-time'],
          duration: overview.duration,
          status: isTerminal(job) ? state : 'RUNNING',
          jobs: { [state]: 1 },
        };
      }),
    })),
  ),
];

export const routes = (settings: ClusterSettings): readonly Route[] => [
  ...commonRoutes,
  ...(isFlink1(settings) ? [] : applicationRoutes),
  ...(settings.hasProfiling ? profilerRoutes : []),
];
