import { normalWaitingReasons } from '../pods/container-status.ts';
import { explainEnd } from '../pods/exit-code.ts';
import type { ContainerRun, PodFacts } from '../pods/pod-facts.ts';

/** What a pod tells of one of its logs. */
export type LogStatus = {
  readonly run: ContainerRun;
  /** Why nothing more will be written to it; undefined while something may. */
  readonly endReason: string | undefined;
};

/** undefined once the pod is gone. */
export function logStatus(pod: PodFacts | undefined, container: string): LogStatus | undefined {
  if (pod === undefined) return undefined;
  const run = pod.runs.find(({ name }) => name === container) ?? noRun;
  return { run, endReason: endReason(run, pod) };
}

export function hasStarted({ container }: ContainerRun): boolean {
  return container.state === 'running' || container.state === 'terminated';
}

/** Why a container that has not ended for good writes nothing now. */
export function waitingReason(run: ContainerRun): string {
  if (hasStarted(run)) return 'the log has ended';
  const reason = run.container.state === 'waiting' ? run.container.reason : undefined;
  if (reason === 'CrashLoopBackOff') return 'its container is started again after a pause (CrashLoopBackOff)';
  const why = normalWaitingReasons.has(reason) ? '' : `: ${reason}`;
  return `its container has not started yet${why}`;
}

function endReason({ container, endsWithSuccess }: ContainerRun, pod: PodFacts): string | undefined {
  if (container.state !== 'terminated') return undefined;
  const isStartedAgain = pod.restartsContainers && !(endsWithSuccess && container.exitCode === 0);
  return isStartedAgain && !pod.isDeleted ? undefined : explainEnd(container);
}

/** A container that the pod's status does not tell of yet. */
const noRun: ContainerRun = {
  name: '',
  container: { state: 'unknown' },
  restarts: 0,
  lastEnd: undefined,
  endsWithSuccess: false,
};
