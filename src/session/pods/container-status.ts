import { explainExit } from './exit-code.ts';
import { type ContainerEnd, joinReason, type PodFacts } from './pod-facts.ts';
import { type ClassificationRule, firstLineOf, type PodClassification, type PodEvidence } from './pod-status.ts';
import { classifyReleased } from './release-reason.ts';

/** Common rules for JobManagers and TaskManagers. The first match wins. */
export const containerRules: readonly ClassificationRule[] = [
  (pod) => (pod.podFailure === undefined ? undefined : error('failed', firstLineOf(pod.podFailure))),
  (pod) => (pod.container.state === 'terminated' ? ended(pod, pod.container) : undefined),
  (pod, evidence) => (pod.isBeingDeleted ? busy('stopping', stoppingReason(pod, evidence)) : undefined),
  (pod) => (pod.isScheduled ? undefined : unscheduled(pod)),
  (pod) => waitingProblem(pod),
  (pod, { newestEvent }) => {
    if (pod.container.state === 'running') return undefined;
    if (newestEvent?.type !== 'Warning') return busy('starting', startingStep(newestEvent?.reason));
    const reason = firstLineOf(joinReason(newestEvent.reason, newestEvent.message));
    return { status: 'starting', health: 'warning', reason };
  },
];

/** Exit codes of a deleted pod: normal exit, SIGKILL after the grace period, SIGTERM. Any other code is a failure. */
export const exitsOfDeletion: ReadonlySet<number> = new Set([0, 137, 143]);

function ended(pod: PodFacts, end: ContainerEnd): PodClassification {
  if (end.reason === 'OOMKilled') return outOfMemory(pod);
  if (pod.isBeingDeleted && exitsOfDeletion.has(end.exitCode))
    return busy('stopping', 'process ended, pod is being deleted');
  if (end.exitCode === 0) return busy('stopping', 'process exited (exit code 0)');
  return error('failed', explainExit(end.exitCode));
}

function outOfMemory({ memoryLimit }: PodFacts): PodClassification {
  const limit = memoryLimit === undefined ? 'memory limit' : `memory limit of ${memoryLimit}`;
  return error('OOM-killed', `killed by the kernel: ${limit} exceeded`);
}

/** Kubernetes does not record who deletes a pod. Only the JobManager logs the reason. */
function stoppingReason({ role }: PodFacts, { lastSlots, releaseReason }: PodEvidence): string {
  if (releaseReason !== undefined) return `pod is being deleted: ${classifyReleased(releaseReason).reason}`;
  const slots = role === 'taskmanager' ? `; ${describeLastSlots(lastSlots)}` : '';
  return `pod is being deleted; reason unknown${slots}`;
}

/** Describes the slots of a TaskManager when Flink last listed it. */
export function describeLastSlots(lastSlots: 'idle' | 'used' | undefined): string {
  if (lastSlots === undefined) return 'never registered';
  return `${lastSlots === 'idle' ? 'all slots were free' : 'slots were in use'} when last seen`;
}

function unscheduled({ schedulerMessage }: PodFacts): PodClassification {
  if (schedulerMessage === undefined) return busy('pending', 'waiting for the scheduler');
  return { status: 'pending', health: 'warning', reason: schedulerReason(schedulerMessage) };
}

/** Leaves out why removing other pods does not help, which repeats the reason. */
export function schedulerReason(message: string): string {
  const [reason = ''] = message.split(/ (?:no new claims to deallocate|preemption:)/);
  return firstLineOf(reason);
}

/** Waiting reasons that every container passes through. */
export const normalWaitingReasons: ReadonlySet<string | undefined> = new Set([
  undefined,
  'ContainerCreating',
  'PodInitializing',
]);

function waitingProblem(pod: PodFacts): PodClassification | undefined {
  if (pod.container.state !== 'waiting' || normalWaitingReasons.has(pod.container.reason)) return undefined;
  const { reason = '', message } = pod.container;
  if (reason !== 'CrashLoopBackOff') return error('pending', firstLineOf(joinReason(reason, message)));
  if (pod.lastEnd?.reason === 'OOMKilled') return outOfMemory(pod);
  const last = pod.lastEnd === undefined ? '' : ` after ${explainExit(pod.lastEnd.exitCode)}`;
  return error('failed', `${reason}${last}; restarted ${times(pod.restarts)}`);
}

function startingStep(reason: string | undefined): string {
  if (reason === 'Pulling') return 'pulling the image';
  return 'creating the container';
}

export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function error(status: PodClassification['status'], reason: string): PodClassification {
  return { status, health: 'error', reason };
}

function busy(status: PodClassification['status'], reason: string): PodClassification {
  return { status, health: 'busy', reason };
}
