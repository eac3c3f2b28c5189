import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';
import { times } from '../pods/container-status.ts';
import type { ContainerEnd } from '../pods/pod-facts.ts';
import { asSentence } from '../pods/pod-status.ts';
import type { SessionTarget } from '../session.ts';
import type { ClusterProblem } from '../snapshot.ts';

export type ProblemText = {
  /** For a header: what is wrong, in a few words. */
  readonly short: string;
  /** One sentence without a full stop. */
  readonly message: string;
  /** What to do about it; undefined where waiting is all there is to do. */
  readonly next: string | undefined;
};

/** Kubernetes removes these itself once the pods are gone, or have no owner any more. */
const ownFinalizers = new Set(['foregroundDeletion', 'orphan']);

export function describeProblem(
  trouble: ClusterProblem,
  { clusterId, namespace }: Pick<SessionTarget, 'clusterId' | 'namespace'>,
  now: number,
): ProblemText {
  switch (trouble.kind) {
    case 'being-deleted':
      return {
        short: joined(`being deleted since ${clockTime(trouble.since)}`, heldBy(trouble.finalizers)),
        message: `Deployment ${clusterId} is ${deletionText(trouble, now)}`,
        next: finalizerHint(trouble.finalizers, { clusterId, namespace }),
      };
    case 'scaled-to-zero':
      return {
        short: 'no JobManager: scaled to 0',
        message: `Deployment ${clusterId} is scaled to 0 replicas: no JobManager runs`,
        next: `Scale it up: kubectl scale deployment ${clusterId} -n ${namespace} --replicas=1`,
      };
    case 'crashed': {
      const { pod, end, restarts, waitingReason } = trouble;
      const how = `${exitText(end)}, restarted ${times(restarts)}`;
      return {
        short: `JobManager crashed: ${exitText(end)}`,
        message: `JobManager ${pod} crashed: ${how}${waitingReason === undefined ? '' : `, now ${waitingReason}`}`,
        next: `See why: flink-tui logs ${clusterId} ${pod} -n ${namespace}${restarts > 0 ? ' --previous' : ''}`,
      };
    }
    case 'not-starting': {
      const { pod, reason, message } = trouble;
      const more = message === undefined || message === '' ? '' : `: ${asSentence(message)}`;
      return {
        short: `JobManager does not start: ${reason}`,
        message: `JobManager ${pod} does not start: ${reason}${more}`,
        next: `See its events: kubectl describe pod ${pod} -n ${namespace}`,
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

/** `held by finalizer example.com/hold`, or nothing. */
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

/** Who has to remove them, and how to do it by hand; undefined where Kubernetes itself does. */
export function finalizerHint(
  finalizers: readonly string[],
  { clusterId, namespace }: Pick<SessionTarget, 'clusterId' | 'namespace'>,
): string | undefined {
  const others = finalizers.filter((finalizer) => !ownFinalizers.has(finalizer));
  if (others.length === 0) return undefined;
  return (
    `The controller of ${others.join(' and ')} must remove it. If that controller is gone: ` +
    `kubectl patch deployment ${clusterId} -n ${namespace} --type=merge -p '{"metadata":{"finalizers":null}}'`
  );
}

/** `exit code 1 (Error)` */
function exitText({ exitCode, reason }: ContainerEnd): string {
  return reason === undefined ? `exit code ${exitCode}` : `exit code ${exitCode} (${reason})`;
}
