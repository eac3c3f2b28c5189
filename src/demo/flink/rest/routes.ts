import { jobNotFound } from '../job-manager.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { type ClusterSettings, isFlink1 } from '../settings.ts';
import { checkpointsAnswer } from './checkpoint-answers.ts';
import { clusterOverview, dashboardConfig, jobManagerConfig, jobManagerEnvironment } from './cluster-answers.ts';
import { executionResult, jobConfig, jobDetail, jobExceptions, jobOverview, jobPlan } from './job-answers.ts';
import { fetchMetrics, subtaskMetrics } from './metric-answers.ts';
import { badParameter, handlerError, serverError } from './rest-error.ts';
import { type Handler, type RestAnswer, type RestContext, type Route, route } from './route.ts';
import { savepointStatus, stopWithSavepoint, triggerSavepoint } from './savepoint-answers.ts';
import { taskManagerAnswer, taskManagerDetail } from './task-manager-answers.ts';
import { vertexTaskManagers } from './vertex-answers.ts';
import { webPage } from './web-page.ts';

const json =
  (answer: (context: RestContext) => unknown): Handler =>
  (context) => ({ json: answer(context) });

/** A list lacks the jobs whose JobMaster fails (FLINK-40602). */
const answeringJobs = ({ jobManager, jobMasters }: RestContext): readonly JobRunner['job'][] =>
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

const ofJob = (answer: (job: JobRunner['job'], context: RestContext) => unknown): Handler =>
  json((context) => answer(findJob(context).job, context));

/** The one handler that does not expect a job to be unknown. */
function jobStatus({ jobManager, params }: RestContext) {
  const { jobid = '' } = params;
  const runner = jobManager.job(jobid);
  if (!runner) throw serverError(jobNotFound(jobid));
  return { status: runner.job.state };
}

/** A job that was cancelled may be cancelled again; one that ended otherwise may not. */
function cancelJob(context: RestContext): RestAnswer {
  const { jobManager, params, query } = context;
  const mode = query.get('mode') ?? 'cancel';
  if (mode === 'stop') {
    const instead =
      'For an ungraceful shutdown, please use "cancel" instead. For a graceful shutdown, please use "jobs/:jobId/stop" instead.';
    throw handlerError(308, `The termination mode "stop" has been removed. ${instead}`);
  }
  if (mode !== 'cancel') throw badParameter('query', 'mode', mode);
  const { jobid = '' } = params;
  const runner = jobManager.job(jobid);
  if (!runner) throw handlerError(404, 'Job could not be found.', { cause: jobNotFound(jobid) });
  const { state } = runner.job;
  if (state === 'FINISHED' || state === 'FAILED') {
    const why = `the job has already reached another terminal state (${state})`;
    throw handlerError(409, `Job cancellation failed because ${why}.`);
  }
  runner.cancel();
  return { status: 202, json: {} };
}

/** Only a batch job has none at all; a streaming job without an interval answers with zeros. */
const checkpoints = ofJob((job) => {
  if (job.spec.type === 'BATCH') throw handlerError(404, 'Checkpointing has not been enabled.');
  return checkpointsAnswer(job);
});

const taskManagersOfVertex = ofJob((job, context) => {
  const { vertexid } = context.params;
  const vertex = job.vertices.find(({ id }) => id === vertexid);
  if (vertex) return vertexTaskManagers(job, vertex, context);
  throw handlerError(404, `JobVertex ${vertexid} not found`, {
    className: 'org.apache.flink.runtime.rest.NotFoundException',
  });
});

const oneTaskManager = json((context) => {
  const { id = '' } = context.params;
  const taskManager = context.jobManager.taskManagers.registered().find((one) => one.id === id);
  fetchMetrics(context);
  if (taskManager) return taskManagerDetail(taskManager, context);
  throw serverError({
    className: 'org.apache.flink.runtime.resourcemanager.exceptions.UnknownTaskExecutorException',
    message: `No TaskExecutor registered under ${id}.`,
    frames: [
      'org.apache.flink.runtime.resourcemanager.ResourceManager.requestTaskManagerDetailsInfo(ResourceManager.java:707)',
    ],
  });
});

const common: readonly Route[] = [
  route('GET', '/', webPage),
  route('GET', '/overview', json(clusterOverview)),
  route('GET', '/config', json(dashboardConfig)),
  route('GET', '/jobmanager/config', json(jobManagerConfig)),
  route('GET', '/jobmanager/environment', json(jobManagerEnvironment)),
  route(
    'GET',
    '/jobs',
    json((context) => ({
      jobs: answeringJobs(context).map(({ id, state }) => ({ id, status: state })),
    })),
  ),
  route(
    'GET',
    '/jobs/overview',
    json((context) => ({
      jobs: answeringJobs(context).map((job) => jobOverview(job, context)),
    })),
  ),
  route(
    'GET',
    '/jobs/:jobid',
    ofJob((job, context) => {
      fetchMetrics(context);
      return jobDetail(job, context);
    }),
  ),
  route('PATCH', '/jobs/:jobid', cancelJob),
  route('GET', '/jobs/:jobid/status', json(jobStatus)),
  route(
    'GET',
    '/jobs/:jobid/plan',
    ofJob((job) => ({ plan: jobPlan(job) })),
  ),
  route('GET', '/jobs/:jobid/config', ofJob(jobConfig)),
  route('GET', '/jobs/:jobid/exceptions', ofJob(jobExceptions)),
  route('GET', '/jobs/:jobid/execution-result', ofJob(executionResult)),
  route('GET', '/jobs/:jobid/vertices/:vertexid/taskmanagers', taskManagersOfVertex),
  route('GET', '/jobs/:jobid/vertices/:vertexid/subtasks/metrics', json(subtaskMetrics)),
  route('GET', '/jobs/:jobid/checkpoints', checkpoints),
  route('POST', '/jobs/:jobid/savepoints', triggerSavepoint),
  route('POST', '/jobs/:jobid/stop', stopWithSavepoint),
  route('GET', '/jobs/:jobid/savepoints/:triggerid', savepointStatus),
  route(
    'GET',
    '/taskmanagers',
    json((context) => ({
      taskmanagers: context.jobManager.taskManagers.registered().map((one) => taskManagerAnswer(one, context)),
    })),
  ),
  route('GET', '/taskmanagers/:id', oneTaskManager),
];

/** Since 2.3 every job of a session belongs to an application of its own (flink.md 3.8). */
const sinceApplications: readonly Route[] = [
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
          status: state === 'FINISHED' || state === 'CANCELED' ? state : 'RUNNING',
          jobs: { [state]: 1 },
        };
      }),
    })),
  ),
];

export const routes = (settings: ClusterSettings): readonly Route[] =>
  isFlink1(settings) ? common : [...common, ...sinceApplications];
