import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';
import { times } from '../pods/container-status.ts';
import type { ContainerEnd } from '../pods/pod-facts.ts';
import { firstLineOf } from '../pods/pod-status.ts';
import type { SessionTarget } from '../session.ts';
import type { ClusterProblem } from '../snapshot.ts';

export type ProblemText = {
  /** A few words for a header. */
  readonly short: string;
  /** One sentence without a full stop. */
  readonly message: string;
  /** Next step; undefined if the user can only wait. */
  readonly next: string | undefined;
};

/** Finalizers that Kubernetes removes itself once the pods are deleted or orphaned. */
const kubernetesFinalizers = new Set(['foregroundDeletion', 'orphan']);

export function describeProblem(
  problem: ClusterProblem,
  { clusterId, namespace }: Pick<SessionTarget, 'clusterId' | 'namespace'>,
  now: number,
): ProblemText {
  switch (problem.kind) {
    case 'being-deleted':
      return {
        short: joined(`being deleted since ${clockTime(problem.since)}`, heldBy(problem.finalizers)),
        message: `Deployment ${clusterId} is ${deletionText(problem, now)}`,
        next: finalizerHint(problem.finalizers, { clusterId, namespace }),
      };
    case 'scaled-to-zero':
      return {
        short: 'no JobManager: scaled to 0',
        message: `Deployment ${clusterId} is scaled to 0 replicas: no JobManager runs`,
        next: `Scale it up: kubectl scale deployment ${clusterId} -n ${namespace} --replicas=1`,
      };
    case 'crashed': {
      const { pod, end, restarts, waitingReason } = problem;
      const details = `${exitText(end)}, restarted ${times(restarts)}`;
      return {
        short: `JobManager crashed: ${exitText(end)}`,
        message: `JobManager ${pod} crashed: ${details}${waitingReason === undefined ? '' : `, now ${waitingReason}`}`,
        next: `Show its log: flink-tui logs ${clusterId} ${pod} -n ${namespace}${restarts > 0 ? ' --previous' : ''}`,
      };
    }
    case 'not-starting': {
      const { pod, reason, message } = problem;
      const suffix = message === undefined || message === '' ? '' : `: ${firstLineOf(message)}`;
      return {
        short: `JobManager is not starting: ${reason}`,
        message: `JobManager ${pod} is not starting: ${reason}${suffix}`,
        next: `Show its events: kubectl describe pod ${pod} -n ${namespace}`,
      };
    }
  }
}

/** `being deleted since 03:36:13 UTC (7m ago), held by finalizer example.com/hold` */
export function deletionText(
  { since, finalizers }: { readonly since: number; readonly finalizers: readonly string[] },
  now: number,
): string {
  const text = `being deleted since ${clockTime(since)} (${formatDuration(now - since)} ago)`;
  return joined(text, heldBy(finalizers));
}

/** Returns `held by finalizer example.com/hold`, or an empty string. */
export function heldBy(finalizers: readonly string[]): string {
  if (finalizers.length === 0) return '';
  return `held by ${finalizers.length === 1 ? 'finalizer' : 'finalizers'} ${finalizers.join(', ')}`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

/** `03:36:13 UTC` */
function clockTime(at: number): string {
  return `${utcTime(at).slice(11, 19)} UTC`;
}

/**
 * Names the finalizers that a controller must remove, and the command to remove them by hand. Returns undefined if
 * Kubernetes removes all finalizers itself.
 */
export function finalizerHint(
  finalizers: readonly string[],
  { clusterId, namespace }: Pick<SessionTarget, 'clusterId' | 'namespace'>,
): string | undefined {
  const foreign = finalizers.filter((finalizer) => !kubernetesFinalizers.has(finalizer));
  if (foreign.length === 0) return undefined;
  return (
    `Wait until a controller removes ${foreign.join(' and ')}. If that controller no longer runs: ` +
    `kubectl patch deployment ${clusterId} -n ${namespace} --type=merge -p '{"metadata":{"finalizers":null}}'`
  );
}

/** `exit code 1 (Error)` */
function exitText({ exitCode, reason }: ContainerEnd): string {
  return reason === undefined ? `exit code ${exitCode}` : `exit code ${exitCode} (${reason})`;
}
