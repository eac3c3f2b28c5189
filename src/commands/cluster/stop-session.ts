import { deploymentName } from '../../flink/names.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Deployment } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { Connection } from '../../session/session.ts';
import { someOf } from '../../text/some-of.ts';
import { named } from '../job/describe-job.ts';
import { trigger, waitForSavepoint } from '../job/take-savepoint.ts';
import { attempt } from '../record/attempt.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { waitUntil } from '../record/wait-until.ts';
import { clusterPods, haConfigMaps, nameOf } from './cluster-objects.ts';
import { liveJobs, type StopSessionPlan } from './stop-session-plan.ts';
import {
  type Remaining,
  remainingText,
  type StopSessionResult,
  savepointLine,
  type TakenSavepoint,
} from './stop-session-result.ts';

/** As Flink's own stop: the Deployment is deleted, and the garbage collector takes what it owns (flink.md 1.3). */
export async function* runStopSession(
  services: Services,
  plan: StopSessionPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, StopSessionResult, void> {
  const { connection, now } = services;
  const { clusterId, namespace } = connection.target;
  await refuseIfJobsCame(connection, plan, signal);
  const savepoints = plan.savepoints === undefined ? [] : yield* takeSavepoints(services, plan, signal);
  if (savepoints.length > 0) await refuseIfJobsCame(connection, plan, signal, savepoints); // They took their time.

  yield { kind: 'step', text: `deleting the Deployment ${clusterId}` };
  await connection.kubernetes.delete(
    { resource: resources.deployments, namespace, name: deploymentName(clusterId) },
    { propagation: 'Background', uid: plan.deploymentUid },
    signal,
  );
  const common = { kind: 'session', clusterId, namespace, savepoints } as const;
  if (!plan.wait) return { ...common, waitedMs: undefined, remaining: [], finalizers: [], haConfigMaps: [] };

  const deletedAt = now();
  let left: Remaining = { remaining: [], finalizers: [] };
  yield* waitUntil(
    async () => {
      left = await whatRemains(connection, plan.deploymentUid, signal);
      return left.remaining.length === 0 ? { done: true } : { waitingFor: remainingText(left) };
    },
    { timeoutMs: plan.timeoutMs, now },
    signal,
  );
  const configMaps = await attempt(haConfigMaps(connection, signal), signal);
  return {
    ...common,
    waitedMs: now() - deletedAt,
    ...left,
    haConfigMaps: configMaps instanceof Error ? [] : configMaps.map(nameOf),
  };
}

/** A job that was submitted after the person had looked is not to be lost with the rest. */
async function refuseIfJobsCame(
  connection: Connection,
  { jobs }: StopSessionPlan,
  signal: AbortSignal,
  taken: readonly TakenSavepoint[] = [],
): Promise<void> {
  if (jobs === undefined) return;
  const known = new Set(jobs.map(({ id }) => id));
  const current = await attempt(liveJobs(connection, signal), signal);
  const came = current instanceof Error ? [] : current.filter(({ id }) => !known.has(id));
  if (came.length === 0) return;
  throw new CommandError(
    exitCodes.failed,
    `nothing was stopped: ${someOf(came.map(named))} came since the plan was made`,
    ['Say stop again to see what it hits now.', ...taken.map(savepointLine)],
  );
}

/** All or nothing: where one fails, what was taken is named, and nothing is stopped. */
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
      yield { kind: 'step', text: `asking Flink for a savepoint of ${named(job)}` };
      const triggerId = await trigger(
        (triggerId) => flink.triggerSavepoint(id, { ...request, triggerId }, signal),
        signal,
      );
      taken.push({ job, path: yield* waitForSavepoint(services, job, triggerId, savepointTimeoutMs, signal) });
    } catch (error) {
      signal.throwIfAborted();
      const { message, hints } = describeError(error);
      throw new CommandError(
        exitCodes.failed,
        `nothing was stopped: ${message}`,
        [...hints, ...taken.map(savepointLine)],
        { cause: error },
      );
    }
  }
  return taken;
}

async function whatRemains(connection: Connection, deploymentUid: string, signal: AbortSignal): Promise<Remaining> {
  const [deployment, pods] = await Promise.all([
    readDeployment(connection, deploymentUid, signal),
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

/** That very one: another of the same name was started by somebody else. */
async function readDeployment(
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
