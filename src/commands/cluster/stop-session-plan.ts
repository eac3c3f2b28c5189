import type { JobOverview } from '../../flink/answers.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import { deploymentName, roleOf } from '../../flink/names.ts';
import type { SavepointRequest } from '../../flink/rest.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Deployment, Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { describeDeployment } from '../../session/cluster/describe-deployment.ts';
import { deletionText, finalizerHint } from '../../session/cluster/describe-problem.ts';
import { inParallel } from '../../session/in-parallel.ts';
import type { Connection, SessionTarget } from '../../session/session.ts';
import type { SessionDeployment } from '../../session/snapshot.ts';
import { someOf } from '../../text/some-of.ts';
import { describeJob, describeLoss, named } from '../job/describe-job.ts';
import { attempt } from '../record/attempt.ts';
import { takesSavepoint } from '../record/availability.ts';
import type { Input, Plan, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { refuseIfDenied } from '../record/refuse-if-denied.ts';
import { isOn, numberOption, savepointRequest } from '../record/shared-options.ts';
import { clusterPods, haConfigMaps, nameOf } from './cluster-objects.ts';

export const stopSessionTimeoutMs = 120_000;
/** For each savepoint: state may be large. */
const standardSavepointTimeoutMs = 600_000;

export type StopSessionPlan = Plan & {
  readonly kind: 'session';
  readonly deploymentUid: string;
  /** Jobs that have not ended, as the person saw them; undefined if Flink did not tell. */
  readonly jobs: readonly JobOverview[] | undefined;
  /** Of every job, before anything is stopped; undefined if none was asked for. */
  readonly savepoints: SavepointRequest | undefined;
  readonly savepointTimeoutMs: number;
  readonly wait: boolean;
  readonly timeoutMs: number;
};

/** Reads everything that goes with a session cluster, and what would stay. */
export async function planStopSession(
  { connection, now }: Services,
  input: Input,
  signal: AbortSignal,
): Promise<StopSessionPlan> {
  const { clusterId, namespace } = connection.target;
  const deployment = describeDeployment(await readDeployment(connection, signal));
  const path = { resource: resources.deployments, namespace, name: deployment.name };
  await refuseIfDenied(connection.kubernetes, 'delete', path, signal);
  const [jobs, pods, configMaps] = await Promise.all([
    attempt(liveJobs(connection, signal), signal),
    attempt(clusterPods(connection, signal), signal),
    attempt(haConfigMaps(connection, signal), signal),
  ]);
  const timeoutMs = numberOption(input, 'timeout');
  const savepoints = isOn(input, 'savepoint') ? savepointRequest(input) : undefined;
  if (savepoints !== undefined) refuseUnlessAllTakeSavepoints(jobs);

  const lines = [
    `Deployment ${deployment.name}, and with it its Services, ConfigMaps and pods`,
    ...(await jobLines(connection, jobs, savepoints === undefined ? describeLoss : describeJob, now(), signal)),
    podLine(pods),
    haLine(configMaps instanceof Error ? configMaps : configMaps.map(nameOf), clusterId),
  ];
  const mayHoldJobs = jobs instanceof Error || jobs.length > 0;
  return {
    kind: 'session',
    title: `stop the ${deployment.mode === 'application' ? 'application' : 'session'} cluster ${clusterId} in the namespace ${namespace}`,
    lines,
    warnings: [
      ...deletionWarnings(deployment, connection.target, now()),
      ...warningsOf(deployment, jobs, savepoints !== undefined, namespace),
    ],
    confirmation: mayHoldJobs ? { kind: 'type', word: clusterId } : { kind: 'yes', isDestructive: true },
    deploymentUid: deployment.uid,
    jobs: jobs instanceof Error ? undefined : jobs,
    savepoints,
    savepointTimeoutMs: timeoutMs ?? standardSavepointTimeoutMs,
    wait: !isOn(input, 'no-wait'),
    timeoutMs: timeoutMs ?? stopSessionTimeoutMs,
  };
}

export async function liveJobs({ flink }: Connection, signal: AbortSignal): Promise<readonly JobOverview[]> {
  return (await flink.jobs(signal)).filter(({ state }) => !hasEnded(state));
}

async function readDeployment({ kubernetes, target }: Connection, signal: AbortSignal): Promise<Deployment> {
  const { clusterId, namespace } = target;
  const name = deploymentName(clusterId);
  try {
    return await kubernetes.get<Deployment>({ resource: resources.deployments, namespace, name }, signal);
  } catch (error) {
    if (!(error instanceof KubernetesError) || error.kind !== 'not-found') throw error;
    const message = `There is no session cluster ${clusterId} in the namespace ${namespace} any more.`;
    throw new CommandError(exitCodes.notFound, message, [], { cause: error });
  }
}

function refuseUnlessAllTakeSavepoints(jobs: readonly JobOverview[] | Error): void {
  if (jobs instanceof Error) throw jobs;
  const refusals = jobs.flatMap((job) => {
    const ready = takesSavepoint(job);
    return ready === true ? [] : [`${named(job)}: ${ready}`];
  });
  if (refusals.length === 0) return;
  throw new CommandError(exitCodes.failed, 'nothing was stopped: not every job can take a savepoint now', refusals);
}

async function jobLines(
  connection: Connection,
  jobs: readonly JobOverview[] | Error,
  describe: typeof describeJob,
  now: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (jobs instanceof Error) return [];
  if (jobs.length === 0) return ['no running jobs'];
  return inParallel(jobs, async (job) => {
    const checkpoints = await attempt(connection.flink.checkpoints(job.id, signal), signal);
    return `job ${describe(job, checkpoints, now)}`;
  });
}

function podLine(pods: readonly Pod[] | Error): string {
  if (pods instanceof Error) return `pods: not known, ${pods.message}`;
  const count = (role: string) => pods.filter(({ metadata }) => roleOf(metadata?.labels) === role).length;
  return `JobManagers: ${count('jobmanager')}, TaskManagers: ${count('taskmanager')}`;
}

function haLine(names: readonly string[] | Error, clusterId: string): string {
  if (names instanceof Error) return `high-availability ConfigMaps: not known, ${names.message}`;
  if (names.length === 0) return 'no high availability: nothing of the jobs stays but their files';
  return `high-availability ConfigMaps stay, and the jobs come back if ${clusterId} is started again: ${someOf(names)}`;
}

/** What will keep it from going, or has already. */
function deletionWarnings(
  { beingDeletedSince: since, finalizers }: SessionDeployment,
  target: SessionTarget,
  now: number,
): readonly string[] {
  const hint = finalizerHint(finalizers, target);
  if (since !== undefined) {
    return [
      `The Deployment is already ${deletionText({ since, finalizers }, now)}.`,
      ...(hint === undefined ? [] : [hint]),
    ];
  }
  return hint === undefined
    ? []
    : [`The Deployment stays until its finalizer is removed: ${finalizers.join(', ')}. ${hint}`];
}

function warningsOf(
  { owner, mode }: SessionDeployment,
  jobs: readonly JobOverview[] | Error,
  withSavepoints: boolean,
  namespace: string,
): readonly string[] {
  const warnings: string[] = [];
  if (owner?.kind === 'FlinkDeployment') {
    warnings.push(
      `The FlinkDeployment ${owner.name} owns this deployment: the operator may start it again or report an error. ` +
        `The command that stops it for good: kubectl delete flinkdeployment ${owner.name} -n ${namespace}`,
    );
  } else if (owner !== undefined) {
    warnings.push(`${owner.kind} ${owner.name} owns this deployment, and may start it again.`);
  }
  if (mode === 'application') warnings.push('This is an application cluster: its job ends with it.');
  if (jobs instanceof Error) warnings.push(`Which jobs run is not known: ${jobs.message}`);
  else if (jobs.length > 0 && !withSavepoints)
    warnings.push('No savepoint is taken: --savepoint takes one of every job.');
  return warnings;
}
