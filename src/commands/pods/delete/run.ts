import { roleOf } from '../../../flink/names.ts';
import { KubernetesError } from '../../../kubernetes/error.ts';
import { resources } from '../../../kubernetes/resource.ts';
import { inParallel } from '../../../session/in-parallel.ts';
import { someOf } from '../../../text/some-of.ts';
import { clusterPods, nameOf } from '../../cluster/cluster-objects.ts';
import type { Failure, Progress, Services } from '../../record/command.ts';
import { exitCodeOf, PlanOutdatedError } from '../../record/command-error.ts';
import { describeError } from '../../record/describe-error.ts';
import { waitUntil } from '../../record/wait-until.ts';
import { effectsKey, readEffects } from './effects.ts';
import type { DeletePodsPlan } from './plan-type.ts';
import type { DeletedPod, DeletePodsResult } from './result.ts';

type PlannedPod = DeletePodsPlan['pods'][number];

/** Deletes the pods of the plan, but no pod that has taken the name of one, and waits until they are gone. */
export async function* runDeletePods(
  services: Services,
  plan: DeletePodsPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, DeletePodsResult, void> {
  const { connection, now } = services;
  const names = plan.pods.map(({ name }) => name);
  yield { kind: 'step', text: `Checking ${someOf(names)}`, phase: 'checking' };
  await requireSameEffects(services, plan, signal);
  const before = new Set((await clusterPods(connection, signal)).map(({ metadata }) => metadata?.uid));

  yield { kind: 'step', text: `Deleting ${someOf(names)}`, phase: 'requesting' };
  const startedAt = now();
  const requested = await inParallel(plan.pods, (pod) => requestDeletion(services, pod, signal));
  const accepted = new Set(requested.filter(({ error }) => error === undefined).map(({ uid }) => uid));
  const { jobs } = plan;
  if (!plan.wait || accepted.size === 0) return { pods: requested, jobs, waited: false };

  let pods = requested;
  yield* waitUntil(
    async () => {
      const current = await clusterPods(connection, signal);
      const uids = new Set(current.map(({ metadata }) => metadata?.uid));
      const isNew = (role: string) =>
        current.filter(({ metadata }) => !before.has(metadata?.uid) && roleOf(metadata?.labels) === role).map(nameOf);
      pods = pods.map((pod) => updated(pod, uids, isNew(pod.role), now() - startedAt));
      const left = pods.filter(({ isGone, error }) => error === undefined && !isGone).map(({ name }) => name);
      if (left.length === 0) return { done: true };
      return { waitingFor: `Waiting for ${someOf(left)} to end`, phase: 'waiting for the pod to end' };
    },
    { timeoutMs: plan.timeoutMs, now },
    signal,
  );
  return { pods, jobs, waited: true };
}

/** Rejects if a pod or a job has changed since the plan was made, so that the deletion would do something else. */
async function requireSameEffects(services: Services, plan: DeletePodsPlan, signal: AbortSignal): Promise<void> {
  const hints = ['Run delete-pod again to show the affected jobs'];
  const names = plan.pods.map(({ name }) => name);
  const effects = await readEffects(services, names, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new PlanOutdatedError(`not deleted: ${describeError(error).message}`, hints);
  });
  if (effectsKey(effects) === plan.effects) return;
  const uids = new Set(effects.pods.map(({ uid }) => uid));
  const replaced = plan.pods.filter(({ uid }) => !uids.has(uid)).map(({ name }) => name);
  const reason =
    replaced.length > 0 ? `${someOf(replaced)} was replaced` : 'the state of the pods or of their jobs has changed';
  throw new PlanOutdatedError(`not deleted: ${reason} after the plan was made`, hints);
}

async function requestDeletion(
  { connection: { kubernetes, target } }: Services,
  pod: PlannedPod,
  signal: AbortSignal,
): Promise<DeletedPod> {
  const path = { resource: resources.pods, namespace: target.namespace, name: pod.name };
  const common = { ...pod, waitedMs: undefined, replacements: [] };
  try {
    await kubernetes.delete(path, { propagation: 'Background', uid: pod.uid }, signal);
    return { ...common, isGone: false, error: undefined };
  } catch (error) {
    signal.throwIfAborted();
    // It has ended by itself meanwhile.
    if (error instanceof KubernetesError && error.kind === 'not-found')
      return { ...common, isGone: true, error: undefined };
    return { ...common, isGone: false, error: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  const isReplaced = error instanceof KubernetesError && error.kind === 'conflict';
  const { message, hints } = describeError(error);
  return {
    message: isReplaced ? 'not deleted: another pod has taken its name' : message,
    exitCode: exitCodeOf(error),
    hints,
    cause: error,
  };
}

function updated(
  pod: DeletedPod,
  uids: ReadonlySet<string | undefined>,
  replacements: readonly string[],
  elapsedMs: number,
): DeletedPod {
  if (pod.error !== undefined) return pod;
  if (uids.has(pod.uid)) return { ...pod, isGone: false, replacements };
  return { ...pod, isGone: true, replacements, waitedMs: pod.waitedMs ?? elapsedMs };
}
