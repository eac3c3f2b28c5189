import { deploymentName } from '../../flink/names.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Deployment } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { Connection } from '../../session/session.ts';
import { someOf } from '../../text/some-of.ts';
import { formatJobName } from '../job/describe-job.ts';
import { triggerWithRetry, waitForSavepoint } from '../job/trigger-savepoint.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { waitUntil } from '../record/wait-until.ts';
import { clusterPods, haConfigMaps, nameOf } from './cluster-objects.ts';
import { listRunningJobs, type StopSessionPlan } from './stop-session-plan.ts';
import {
  type Remaining,
  remainingText,
  type StopSessionResult,
  savepointLine,
  type TakenSavepoint,
} from './stop-session-result.ts';

/**
 * Deletes the Deployment like Flink's Fabric8FlinkKubeClient. The garbage collector then deletes the dependent objects.
 */
export async function* runStopSession(
  services: Services,
  plan: StopSessionPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, StopSessionResult, void> {
  const { connection, now } = services;
  const { clusterId, namespace } = connection.target;
  await requireKnownJobs(connection, plan, signal);
  const savepoints = plan.savepoints === undefined ? [] : yield* takeSavepoints(services, plan, signal);
  if (savepoints.length > 0) await requireKnownJobs(connection, plan, signal, savepoints); // New jobs may have started since.

  yield { kind: 'step', text: `Deleting Deployment ${clusterId}` };
  await connection.kubernetes.delete(
    { resource: resources.deployments, namespace, name: deploymentName(clusterId) },
    { propagation: 'Background', uid: plan.deploymentUid },
    signal,
  );
  const common = { kind: 'session', clusterId, namespace, savepoints } as const;
  if (!plan.wait) return { ...common, waitedMs: undefined, remaining: [], finalizers: [], haConfigMaps: [] };

  const deletedAt = now();
  let latest: Remaining = { remaining: [], finalizers: [] };
  yield* waitUntil(
    async () => {
      latest = await readRemaining(connection, plan.deploymentUid, signal);
      return latest.remaining.length === 0 ? { done: true } : { waitingFor: remainingText(latest) };
    },
    { timeoutMs: plan.timeoutMs, now },
    signal,
  );
  const configMaps = await resultOrError(haConfigMaps(connection, signal), signal);
  return {
    ...common,
    waitedMs: now() - deletedAt,
    ...latest,
    haConfigMaps: configMaps instanceof Error ? [] : configMaps.map(nameOf),
  };
}

/** Rejects if jobs were submitted after the plan was made, so that these jobs are not lost. */
async function requireKnownJobs(
  connection: Connection,
  { jobs }: StopSessionPlan,
  signal: AbortSignal,
  taken: readonly TakenSavepoint[] = [],
): Promise<void> {
  if (jobs === undefined) return;
  const known = new Set(jobs.map(({ id }) => id));
  const current = await resultOrError(listRunningJobs(connection, signal), signal);
  const newJobs = current instanceof Error ? [] : current.filter(({ id }) => !known.has(id));
  if (newJobs.length === 0) return;
  throw new CommandError(
    exitCodes.failed,
    `cluster not stopped: ${someOf(newJobs.map(formatJobName))} started after the plan was made`,
    ['Run stop again to show the affected jobs', ...taken.map(savepointLine)],
  );
}

/** Takes a savepoint of every job. If one fails, the error lists the completed ones and nothing is stopped. */
async function* takeSavepoints(
  services: Services,
  { jobs, savepoints: request, savepointTimeoutMs }: StopSessionPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly TakenSavepoint[], void> {
  const { flink } = services.connection;
  const taken: TakenSavepoint[] = [];
  for (const { id, name } of jobs ?? []) {
    const job = { id, name };
    try {
      yield { kind: 'step', text: `Triggering a savepoint of ${formatJobName(job)}` };
      const triggerId = await triggerWithRetry(
        (triggerId) => flink.triggerSavepoint(id, { ...request, triggerId }, signal),
        signal,
      );
      taken.push({ job, path: yield* waitForSavepoint(services, job, triggerId, savepointTimeoutMs, signal) });
    } catch (error) {
      signal.throwIfAborted();
      const { message, hints } = describeError(error);
      throw new CommandError(
        exitCodes.failed,
        `cluster not stopped: ${message}`,
        [...hints, ...taken.map(savepointLine)],
        { cause: error },
      );
    }
  }
  return taken;
}

async function readRemaining(connection: Connection, deploymentUid: string, signal: AbortSignal): Promise<Remaining> {
  const [deployment, pods] = await Promise.all([
    findDeployment(connection, deploymentUid, signal),
    clusterPods(connection, signal),
  ]);
  return {
    remaining: [
      ...(deployment === undefined ? [] : [`Deployment ${connection.target.clusterId}`]),
      ...pods.map((pod) => `pod ${nameOf(pod)}`),
    ],
    finalizers: deployment?.metadata?.finalizers ?? [],
  };
}

/** Returns the Deployment with this uid. A new Deployment of the same name does not count. */
async function findDeployment(
  { kubernetes, target }: Connection,
  uid: string,
  signal: AbortSignal,
): Promise<Deployment | undefined> {
  const { clusterId, namespace } = target;
  const path = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
  try {
    const deployment = await kubernetes.get<Deployment>(path, signal);
    return deployment.metadata?.uid === uid ? deployment : undefined;
  } catch (error) {
    if (error instanceof KubernetesError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
