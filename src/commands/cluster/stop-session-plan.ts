import { hasEnded } from '../../flink/has-ended.ts';
import { deploymentName } from '../../flink/names.ts';
import type { JobOverview } from '../../flink/responses.ts';
import type { SavepointRequest } from '../../flink/rest.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Deployment } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { describeDeployment } from '../../session/cluster/describe-deployment.ts';
import { deletionText, finalizerHint } from '../../session/cluster/describe-problem.ts';
import type { Connection, SessionTarget } from '../../session/session.ts';
import type { SessionDeployment } from '../../session/snapshot.ts';
import { describeJobs } from '../job/affected-jobs.ts';
import { formatJobName } from '../job/describe-job.ts';
import { checkCanSavepoint } from '../record/availability.ts';
import type { Input, Plan, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { requirePermission } from '../record/require-permission.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { dryRun, isOn, numberOption, savepointRequest } from '../record/shared-options.ts';
import { clusterPods, haConfigMaps, nameOf } from './cluster-objects.ts';
import { haLine, jobLines, jobSections, keptObjects, podCounts, podLine } from './stop-session-effects.ts';

export const stopSessionTimeoutMs = 120_000;
/** Timeout of each savepoint. State may be large. */
const defaultSavepointTimeoutMs = 600_000;

export type StopSessionPlan = Plan & {
  readonly kind: 'session';
  readonly deploymentUid: string;
  /** Running jobs that the plan shows; undefined if they could not be read. */
  readonly jobs: readonly JobOverview[] | undefined;
  /** Request for a savepoint of every job before the stop; undefined without `--savepoint`. */
  readonly savepoints: SavepointRequest | undefined;
  readonly savepointTimeoutMs: number;
  readonly wait: boolean;
  readonly timeoutMs: number;
};

/** Plans the stop of the cluster. Lists the objects that are deleted and those that remain. */
export async function planStopSession(
  { frontend, connection, now }: Services,
  input: Input,
  signal: AbortSignal,
): Promise<StopSessionPlan> {
  const { clusterId, namespace } = connection.target;
  const deployment = describeDeployment(await readDeployment(connection, signal));
  const path = { resource: resources.deployments, namespace, name: deployment.name };
  await requirePermission(connection.kubernetes, 'delete', path, signal);
  const [jobs, pods, configMaps] = await Promise.all([
    resultOrError(listRunningJobs(connection, signal), signal),
    resultOrError(clusterPods(connection, signal), signal),
    resultOrError(haConfigMaps(connection, signal), signal),
  ]);
  const timeoutMs = numberOption(input, 'timeout');
  const savepoints = isOn(input, 'savepoint') ? savepointRequest(input) : undefined;
  if (savepoints !== undefined) requireSavepoints(jobs);

  const described = await describeJobs(
    connection,
    jobs instanceof Error ? [] : jobs,
    savepoints === undefined ? 'without savepoint' : 'with savepoint',
    now,
    signal,
  );
  const haNames = configMaps instanceof Error ? configMaps : configMaps.map(nameOf);
  const answers = { confirm: 'Stop cluster', decline: 'Keep running', declined: 'the cluster keeps running' };
  // The dialog of the screen offers the option as a switch.
  const hasSwitches = frontend === 'screen' && !isOn(input, dryRun.name);
  const mayHaveJobs = jobs instanceof Error || jobs.length > 0;
  return {
    kind: 'session',
    title: `Stop ${deployment.mode === 'application' ? 'application' : 'session'} cluster ${clusterId} in namespace ${namespace}`,
    lines: [
      `Deployment ${deployment.name} with its Services, ConfigMaps and pods`,
      ...jobLines(jobs, described),
      podLine(pods),
      haLine(haNames, clusterId),
    ],
    sections: [
      ...jobSections(jobs, described, savepoints !== undefined),
      {
        kind: 'items',
        heading: 'Deletes',
        items: [
          { name: 'Deployment', facts: [{ text: `${deployment.name}, with its Services and ConfigMaps` }] },
          { name: 'Pods', facts: [{ text: podCounts(pods) }] },
        ],
      },
      { kind: 'text', heading: 'Keeps', lines: keptObjects(haNames, clusterId) },
    ],
    warnings: [
      ...deletionWarnings(deployment, connection.target, now()),
      ...warningsOf(deployment, jobs, savepoints !== undefined, namespace, hasSwitches),
    ],
    switches: mayHaveJobs ? [{ option: 'savepoint', value: true, label: 'take savepoints first' }] : [],
    confirmation: mayHaveJobs
      ? { kind: 'type', word: clusterId, ...answers }
      : { kind: 'yes', isDestructive: true, asksAtTerminal: true, ...answers },
    deploymentUid: deployment.uid,
    jobs: jobs instanceof Error ? undefined : jobs,
    savepoints,
    savepointTimeoutMs: timeoutMs ?? defaultSavepointTimeoutMs,
    wait: !isOn(input, 'no-wait'),
    timeoutMs: timeoutMs ?? stopSessionTimeoutMs,
  };
}

export async function listRunningJobs({ flink }: Connection, signal: AbortSignal): Promise<readonly JobOverview[]> {
  return (await flink.jobs(signal)).filter(({ state }) => !hasEnded(state));
}

async function readDeployment({ kubernetes, target }: Connection, signal: AbortSignal): Promise<Deployment> {
  const { clusterId, namespace } = target;
  const name = deploymentName(clusterId);
  try {
    return await kubernetes.get<Deployment>({ resource: resources.deployments, namespace, name }, signal);
  } catch (error) {
    if (!(error instanceof KubernetesError) || error.kind !== 'not-found') throw error;
    const message = `session cluster ${clusterId} in namespace ${namespace} no longer exists`;
    throw new CommandError(exitCodes.notFound, message, [], { cause: error });
  }
}

function requireSavepoints(jobs: readonly JobOverview[] | Error): void {
  if (jobs instanceof Error) throw jobs;
  const reasons = jobs.flatMap((job) => {
    const result = checkCanSavepoint(job);
    return result === true ? [] : [`${formatJobName(job)}: ${result}`];
  });
  if (reasons.length === 0) return;
  throw new CommandError(exitCodes.failed, 'cluster not stopped: some jobs cannot take a savepoint now', reasons);
}

/** Warns about finalizers that block the deletion and about a deletion in progress. */
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
    : [`The Deployment remains until its finalizer is removed: ${finalizers.join(', ')}. ${hint}`];
}

function warningsOf(
  { owner, mode }: SessionDeployment,
  jobs: readonly JobOverview[] | Error,
  takesSavepoints: boolean,
  namespace: string,
  hasSwitches: boolean,
): readonly string[] {
  const warnings: string[] = [];
  if (owner?.kind === 'FlinkDeployment') {
    warnings.push(
      `FlinkDeployment ${owner.name} owns this Deployment. The operator may start the cluster again or report an error. ` +
        `To stop the cluster permanently: kubectl delete flinkdeployment ${owner.name} -n ${namespace}`,
    );
  } else if (owner !== undefined) {
    warnings.push(`${owner.kind} ${owner.name} owns this Deployment and may start the cluster again.`);
  }
  if (mode === 'application') warnings.push('This is an application cluster: stopping it also ends its job.');
  if (jobs instanceof Error) warnings.push(`Running jobs are unknown: ${jobs.message}`);
  else if (jobs.length > 0 && !takesSavepoints) {
    const advice = hasSwitches ? '' : ' Use --savepoint to take one for each job.';
    warnings.push(`No savepoints are taken.${advice}`);
  }
  return warnings;
}
