import { resources } from '../../kubernetes/resource.ts';
import { clusterEnd } from '../../session/cluster/cluster-end.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { jobArgumentHelp } from '../job/job-selector.ts';
import {
  planStopJob,
  runStopJob,
  type StopJobPlan,
  type StopJobResult,
  stopJobData,
  stopJobFailure,
  stopJobText,
} from '../job/stop-job.ts';
import { jobsTakeSavepoints, kubernetesAnswers } from '../record/availability.ts';
import { command, type Input } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { dryRun, noWait, savepointDirectory, savepointFormat, timeout, yes } from '../record/shared-options.ts';
import { runStopSession } from './stop-session.ts';
import { planStopSession, type StopSessionPlan, stopSessionTimeoutMs } from './stop-session-plan.ts';
import { type StopSessionResult, stopSessionData, stopSessionFailure, stopSessionText } from './stop-session-result.ts';

/** One word with two meanings, as in Flink: the cluster in attached mode, a job as `flink stop`. */
export const stop = command<StopJobPlan | StopSessionPlan, StopJobResult | StopSessionResult>({
  name: 'stop',
  summary: 'stop the session cluster; with JOB, stop that job with a savepoint',
  description:
    "With no JOB it stops the session cluster as Flink's own attached mode does: its Deployment is deleted, and with it " +
    'all pods. Running jobs are lost but for their checkpoints; --savepoint takes a savepoint of every job first, and ' +
    'stops nothing if one fails. Under high availability some ConfigMaps stay, and the jobs come back when the same ' +
    'cluster-id is started again. It waits until all pods are gone.\n\n' +
    'With JOB it stops that job as flink stop does: a savepoint is taken, its path is told, and the job is FINISHED. ' +
    'This waits for 10m if no --timeout is given.\n\n' +
    'JSON of a session: clusterId, namespace, waitedMs, savepoints, remaining, haConfigMaps. ' +
    'JSON of a job: job (id, name), triggerId, path and state (null if it was not waited for).',
  group: 'cluster',
  examples: [
    'stop',
    'stop --savepoint',
    'stop a1b2c3d4',
    'stop TopSpeed --drain --savepoint-dir s3://bucket/savepoints',
  ],
  needs: 'write',
  arguments: [{ name: 'JOB', kind: 'job', required: false, many: false, summary: jobArgumentHelp }],
  options: [
    { name: 'savepoint', summary: 'for the session cluster: take a savepoint of every job first' },
    {
      name: 'drain',
      summary: 'for a job: end its event time first; it is not to be started from that savepoint again',
    },
    savepointDirectory,
    savepointFormat,
    dryRun,
    yes,
    noWait,
    timeout(stopSessionTimeoutMs),
  ],
  keys: [
    { key: 's', pane: 'jobs', hint: 'stop job', help: 'stop the job, with a savepoint', subject: 'job' },
    { key: 'S', pane: 'any', hint: 'stop cluster', help: 'stop the whole session cluster', subject: 'session' },
  ],
  rules: [{ verb: 'delete', resource: resources.deployments }],
  available: (snapshot, input) =>
    input.arguments.length > 0 ? jobsTakeSavepoints(snapshot, input) : sessionIsThere(snapshot),
  plan: async (services, input, signal) => {
    const [job] = input.arguments;
    refuseOptionsOfTheOther(input);
    return job === undefined ? planStopSession(services, input, signal) : planStopJob(services, input, job, signal);
  },
  async *run(services, plan, signal) {
    return plan.kind === 'job'
      ? yield* runStopJob(services, plan, signal)
      : yield* runStopSession(services, plan, signal);
  },
  render: {
    text: (result) => (result.kind === 'job' ? stopJobText(result) : stopSessionText(result)),
    json: (result) => (result.kind === 'job' ? stopJobData(result) : stopSessionData(result)),
    names: (result) => [result.kind === 'job' ? (result.path ?? result.triggerId) : result.clusterId],
  },
  failure: (result) => (result.kind === 'job' ? stopJobFailure(result) : stopSessionFailure(result)),
  leaves: (result) => result.kind === 'session' && result.remaining.length === 0,
});

function refuseOptionsOfTheOther({ arguments: [job], options }: Input): void {
  const refuse = (message: string) => {
    throw new CommandError(exitCodes.usage, message, ['help stop tells more.']);
  };
  if (job !== undefined && options.savepoint === true)
    refuse('a job is always stopped with a savepoint: leave --savepoint out');
  if (job === undefined && options.drain === true) refuse('--drain is for one job: name it');
  const forSavepoints = options['savepoint-dir'] !== undefined || options.format !== undefined;
  if (job === undefined && forSavepoints && options.savepoint !== true)
    refuse('--savepoint-dir and --format need --savepoint, or a JOB');
}

function sessionIsThere(snapshot: SessionSnapshot): true | string {
  return clusterEnd(snapshot) ?? kubernetesAnswers(snapshot);
}
