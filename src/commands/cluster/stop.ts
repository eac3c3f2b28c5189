import { resources } from '../../kubernetes/resource.ts';
import { clusterEnd } from '../../session/cluster/cluster-end.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { formatDuration } from '../../text/duration.ts';
import { jobArgumentHelp } from '../job/job-selector.ts';
import {
  planStopJobs,
  runStopJobs,
  type StopJobsPlan,
  type StopJobsResult,
  stopJobsData,
  stopJobsFailure,
  stopJobsNames,
  stopJobsSummary,
  stopJobsText,
} from '../job/stop-job.ts';
import { checkApiServerReachable, checkJobsCanSavepoint } from '../record/availability.ts';
import { command, type Input } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { dryRun, noWait, savepointDirectory, savepointFormat, timeout, yes } from '../record/shared-options.ts';
import { runStopSession } from './stop-session.ts';
import { planStopSession, type StopSessionPlan, stopSessionTimeoutMs } from './stop-session-plan.ts';
import {
  type StopSessionResult,
  stopSessionData,
  stopSessionFailure,
  stopSessionSummary,
  stopSessionText,
} from './stop-session-result.ts';

const timeoutSummary = `How long to wait before giving up (default ${formatDuration(stopSessionTimeoutMs)}, or 10m for a job or savepoint)`;

/** Stops the cluster as Flink's attached mode does, or jobs as `flink stop` does. */
export const stop = command<StopJobsPlan | StopSessionPlan, StopJobsResult | StopSessionResult>({
  name: 'stop',
  summary: 'Stop the session cluster, or jobs with a savepoint',
  description:
    "Without JOB, stop the session cluster as Flink's attached mode does: delete its Deployment, and wait until its pods " +
    'are gone. Running jobs lose their state, except in retained checkpoints. With --savepoint, first take a savepoint ' +
    'of every job. If a savepoint fails, nothing is stopped. With high availability, some ConfigMaps remain. The jobs then ' +
    'recover when a cluster with the same cluster-id starts.\n\n' +
    'With JOB, stop that job as flink stop does: take a savepoint, print its path, and wait until the job is FINISHED. ' +
    'At most eight jobs are stopped at a time. If one fails, the others are still stopped. ' +
    'The native savepoint format is faster than the canonical format, but not portable between state backends.\n\n' +
    'JSON of a cluster: clusterId, namespace, waitedMs, savepoints, remaining, finalizers, haConfigMaps. ' +
    'JSON of one job: job (id, name), triggerId, path and state. path and state are null with --no-wait. ' +
    'JSON of several jobs: jobs, an array of the same fields and error (null on success).',
  group: 'cluster',
  examples: [
    'stop',
    'stop --savepoint',
    'stop a1b2c3d4',
    'stop TopSpeed --drain',
    'stop TopSpeed "Word Count"',
    'stop TopSpeed --savepoint-dir s3://bucket/savepoints',
  ],
  needs: 'write',
  arguments: [{ name: 'JOB', kind: 'job', required: false, many: true, summary: jobArgumentHelp }],
  options: [
    { name: 'savepoint', summary: 'Take a savepoint of every job before stopping the cluster' },
    {
      name: 'drain',
      summary: 'Send MAX_WATERMARK before the savepoint of JOB (do not resume a job from that savepoint)',
    },
    savepointDirectory,
    savepointFormat,
    dryRun,
    yes,
    noWait,
    { ...timeout(stopSessionTimeoutMs), summary: timeoutSummary },
  ],
  keys: [
    {
      key: 's',
      pane: 'jobs',
      hint: 'stop job',
      help: 'Stop the job or the marked jobs with a savepoint',
      subject: 'job',
    },
    { key: 'S', pane: 'any', hint: 'stop cluster', help: 'Stop the session cluster', subject: 'session' },
  ],
  rules: [{ verb: 'delete', resource: resources.deployments }],
  available: (snapshot, input) =>
    input.arguments.length > 0 ? checkJobsCanSavepoint(snapshot, input) : checkSessionExists(snapshot),
  plan: async (services, input, signal) => {
    const [job] = input.arguments;
    rejectConflictingOptions(input);
    return job === undefined ? planStopSession(services, input, signal) : planStopJobs(services, input, signal);
  },
  async *run(services, plan, signal) {
    return plan.kind === 'jobs'
      ? yield* runStopJobs(services, plan, signal)
      : yield* runStopSession(services, plan, signal);
  },
  render: {
    text: (result) => (result.kind === 'jobs' ? stopJobsText(result) : stopSessionText(result)),
    json: (result) => (result.kind === 'jobs' ? stopJobsData(result) : stopSessionData(result)),
    names: (result) => (result.kind === 'jobs' ? stopJobsNames(result) : [result.clusterId]),
    summary: (result, elapsedMs) =>
      result.kind === 'jobs' ? stopJobsSummary(result, elapsedMs) : stopSessionSummary(result),
  },
  failure: (result) => (result.kind === 'jobs' ? stopJobsFailure(result) : stopSessionFailure(result)),
  endsAttachment: (result) => result.kind === 'session' && result.remaining.length === 0,
});

function rejectConflictingOptions({ arguments: [job], options }: Input): void {
  const reject = (message: string) => {
    throw new CommandError(exitCodes.usage, message, ['Run help stop for details']);
  };
  if (job !== undefined && options.savepoint === true)
    reject('--savepoint and JOB are mutually exclusive: stop JOB always takes a savepoint');
  if (job === undefined && options.drain === true) reject('--drain requires a JOB');
  const hasSavepointOptions = options['savepoint-dir'] !== undefined || options.format !== undefined;
  if (job === undefined && hasSavepointOptions && options.savepoint !== true)
    reject('--savepoint-dir and --format require --savepoint or a JOB');
}

function checkSessionExists(snapshot: SessionSnapshot): true | string {
  return clusterEnd(snapshot) ?? checkApiServerReachable(snapshot);
}
