import { ordinaryWaiting } from '../pods/container-standing.ts';
import { explainEnd } from '../pods/explain-end.ts';
import type { ContainerRun, PodFacts } from '../pods/pod-facts.ts';

/** What a pod tells of one of its logs. */
export type LogStanding = {
  readonly run: ContainerRun;
  /** Why nothing more will be written to it; undefined while something may. */
  readonly over: string | undefined;
};

/** undefined once the pod is gone. */
export function logStanding(pod: PodFacts | undefined, container: string): LogStanding | undefined {
  if (pod === undefined) return undefined;
  const run = pod.runs.find(({ name }) => name === container) ?? noRun;
  return { run, over: whyOver(run, pod) };
}

export function hasStarted({ container }: ContainerRun): boolean {
  return container.state === 'running' || container.state === 'terminated';
}

/** Why a container that has not ended for good writes nothing now. */
export function whyWaiting(run: ContainerRun): string {
  if (hasStarted(run)) return 'the log has ended';
  const reason = run.container.state === 'waiting' ? run.container.reason : undefined;
  if (reason === 'CrashLoopBackOff') return 'its container is started again after a pause (CrashLoopBackOff)';
  const why = ordinaryWaiting.has(reason) ? '' : `: ${reason}`;
  return `its container has not started yet${why}`;
}

function whyOver({ container, endsWithSuccess }: ContainerRun, pod: PodFacts): string | undefined {
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
