import { KubernetesError } from '../../kubernetes/error.ts';
import { normalWaitingReasons } from '../pods/container-status.ts';
import { explainEnd } from '../pods/exit-code.ts';
import type { ContainerRun, PodFacts } from '../pods/pod-facts.ts';

/** Status of one of a pod's logs. */
export type LogStatus = {
  readonly run: ContainerRun;
  /** Reason for the end of the log; undefined while lines may still be written. */
  readonly endReason: string | undefined;
};

/** Returns undefined once the pod is gone. */
export function logStatus(pod: PodFacts | undefined, container: string): LogStatus | undefined {
  if (pod === undefined) return undefined;
  const run = pod.runs.find(({ name }) => name === container) ?? noRun;
  return { run, endReason: endReason(run, pod) };
}

export function hasStarted({ container }: ContainerRun): boolean {
  return container.state === 'running' || container.state === 'terminated';
}

/** Explains why a container currently writes no log. */
export function waitingReason(run: ContainerRun): string {
  if (hasStarted(run)) return 'the log has ended';
  const containerReason = run.container.state === 'waiting' ? run.container.reason : undefined;
  if (containerReason === 'CrashLoopBackOff') return 'the container is waiting to restart (CrashLoopBackOff)';
  const detail = normalWaitingReasons.has(containerReason) ? '' : `: ${containerReason}`;
  return `the container has not started yet${detail}`;
}

function endReason({ container, endsWithSuccess }: ContainerRun, pod: PodFacts): string | undefined {
  if (container.state !== 'terminated') return undefined;
  const isRestarted = pod.restartsContainers && !(endsWithSuccess && container.exitCode === 0);
  return isRestarted && !pod.isBeingDeleted ? undefined : explainEnd(container);
}

/** A container that is not in the pod's status yet. */
const noRun: ContainerRun = {
  name: '',
  container: { state: 'unknown' },
  restarts: 0,
  lastEnd: undefined,
  endsWithSuccess: false,
};

/** Returns whether the error means that the log does not exist. */
export function isLogMissing(error: unknown): boolean {
  return error instanceof KubernetesError && (error.kind === 'invalid' || error.kind === 'not-found');
}
