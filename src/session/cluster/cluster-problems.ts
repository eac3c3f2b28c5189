import type { Pod } from '../../kubernetes/objects.ts';
import { normalWaitingReasons } from '../pods/container-status.ts';
import { type PodFacts, podFacts } from '../pods/pod-facts.ts';
import type { ClusterProblem, SessionDeployment } from '../snapshot.ts';
import { jobManagerPods } from './leading-job-manager.ts';

/** A restarted JobManager counts as starting for this long. Its REST API usually responds within seconds. */
const startsWithinMs = 60_000;

/** Returns all problems of one cluster. `restRespondedAt` is the epoch ms of the last REST response. */
export function findClusterProblems(
  deployment: SessionDeployment | undefined,
  pods: readonly Pod[],
  context: { readonly now: number; readonly restRespondedAt: number | undefined },
): readonly ClusterProblem[] {
  const problems: ClusterProblem[] = [];
  if (deployment?.beingDeletedSince !== undefined) {
    const { beingDeletedSince: since, finalizers } = deployment;
    problems.push({ kind: 'being-deleted', since, finalizers });
  }
  if (deployment?.replicas === 0) return [...problems, { kind: 'scaled-to-zero' }];
  const podIssue = jobManagerProblem(pods, context);
  return podIssue === undefined ? problems : [...problems, podIssue];
}

/** Returns the first problem of the JobManager pods. */
export function jobManagerProblem(
  pods: readonly Pod[],
  context: { readonly now: number; readonly restRespondedAt: number | undefined },
): ClusterProblem | undefined {
  return jobManagerPods(pods)
    .map(podFacts)
    .map((pod) => (pod === undefined || pod.isBeingDeleted ? undefined : podProblem(pod, context)))
    .find((problem) => problem !== undefined);
}

function podProblem(
  { name, container, lastEnd, restarts }: PodFacts,
  { now, restRespondedAt = -1 }: { readonly now: number; readonly restRespondedAt: number | undefined },
): ClusterProblem | undefined {
  const crashed = { kind: 'crashed', pod: name, restarts, waitingReason: undefined } as const;
  switch (container.state) {
    case 'terminated':
      return { ...crashed, end: container };
    case 'waiting': {
      const { reason, message } = container;
      if (lastEnd !== undefined) return { ...crashed, end: lastEnd, waitingReason: reason };
      return reason === undefined || normalWaitingReasons.has(reason)
        ? undefined
        : { kind: 'not-starting', pod: name, reason, message };
    }
    case 'running': {
      const { startedAt } = container;
      const isStarting = restRespondedAt < startedAt && now - startedAt < startsWithinMs;
      return lastEnd !== undefined && isStarting ? { ...crashed, end: lastEnd } : undefined;
    }
    case 'unknown':
      return undefined;
  }
}
