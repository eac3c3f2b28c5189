import { explainExit } from './exit-code.ts';
import { type ContainerEnd, joinReason, type PodFacts } from './pod-facts.ts';
import { asSentence, type ClassificationRule, type PodClassification, type PodEvidence } from './pod-status.ts';
import { classifyReleased } from './release-reason.ts';

/** What holds for JobManagers and TaskManagers alike, as long as the main container does not run. First match. */
export const containerRules: readonly ClassificationRule[] = [
  (pod) => (pod.podFailure === undefined ? undefined : error('failed', asSentence(pod.podFailure))),
  (pod) => (pod.container.state === 'terminated' ? ended(pod, pod.container) : undefined),
  (pod, knowledge) => (pod.isDeleted ? busy('stopping', whyStopping(pod, knowledge)) : undefined),
  (pod) => (pod.isScheduled ? undefined : unscheduled(pod)),
  (pod) => waitingInTrouble(pod),
  (pod, { newestEvent }) => {
    if (pod.container.state === 'running') return undefined;
    if (newestEvent?.type !== 'Warning') return busy('starting', startingStep(newestEvent?.reason));
    const why = asSentence(joinReason(newestEvent.reason, newestEvent.message));
    return { status: 'starting', health: 'warning', reason: why };
  },
];

/** By itself, killed at the end of its grace period, or on SIGTERM. Any other code is a failure of its own. */
const exitsOfDeletion = new Set([0, 137, 143]);

function ended(pod: PodFacts, end: ContainerEnd): PodClassification {
  if (end.reason === 'OOMKilled') return outOfMemory(pod);
  if (pod.isDeleted && exitsOfDeletion.has(end.exitCode))
    return busy('stopping', 'its process has ended, its pod is being deleted');
  if (end.exitCode === 0) return busy('stopping', 'its process has ended by itself (exit code 0)');
  return error('failed', explainExit(end.exitCode));
}

function outOfMemory({ memoryLimit }: PodFacts): PodClassification {
  const limit = memoryLimit === undefined ? 'its limit' : `its limit of ${memoryLimit}`;
  return error('OOM-killed', `killed by the kernel: the container used more memory than ${limit}`);
}

/** Who deletes a pod does not stand in it: only the JobManager's log tells. */
function whyStopping({ role }: PodFacts, { lastSlots, releaseReason }: PodEvidence): string {
  if (releaseReason !== undefined) return `its pod is being deleted: ${classifyReleased(releaseReason).reason}`;
  const slots = role === 'taskmanager' ? `; ${describeLastSlots(lastSlots)}` : '';
  return `its pod is being deleted; reason not seen${slots}`;
}

/** As Flink last listed a TaskManager that it lists no more. */
export function describeLastSlots(lastSlots: 'idle' | 'used' | undefined): string {
  if (lastSlots === undefined) return 'it was never seen registered';
  return `its slots were ${lastSlots === 'idle' ? 'all free' : 'in use'} when last seen`;
}

function unscheduled({ schedulerMessage }: PodFacts): PodClassification {
  if (schedulerMessage === undefined) return busy('pending', 'waiting for the scheduler');
  // The second half repeats the first for what preemption would bring.
  const [reason = ''] = schedulerMessage.split(' preemption:');
  return { status: 'pending', health: 'warning', reason: asSentence(reason) };
}

/** What every container waits for. */
export const normalWaitingReasons: ReadonlySet<string | undefined> = new Set([
  undefined,
  'ContainerCreating',
  'PodInitializing',
]);

function waitingInTrouble(pod: PodFacts): PodClassification | undefined {
  if (pod.container.state !== 'waiting' || normalWaitingReasons.has(pod.container.reason)) return undefined;
  const { reason = '', message } = pod.container;
  if (reason !== 'CrashLoopBackOff') return error('pending', asSentence(joinReason(reason, message)));
  if (pod.lastEnd?.reason === 'OOMKilled') return outOfMemory(pod);
  const last = pod.lastEnd === undefined ? '' : ` after ${explainExit(pod.lastEnd.exitCode)}`;
  return error('failed', `${reason}${last}; restarted ${times(pod.restarts)}`);
}

function startingStep(reason: string | undefined): string {
  if (reason === 'Pulling') return 'its image is being pulled';
  return 'its container is being created';
}

export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function error(word: PodClassification['status'], why: string): PodClassification {
  return { status: word, health: 'error', reason: why };
}

function busy(word: PodClassification['status'], why: string): PodClassification {
  return { status: word, health: 'busy', reason: why };
}
