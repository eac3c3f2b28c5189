import { ordinaryWaiting } from '../pods/container-standing.ts';
import type { ContainerRun } from '../pods/pod-facts.ts';

/** Why a container that has not ended for good writes nothing now. */
export function whyWaiting({ container }: ContainerRun): string {
  if (container.state === 'running' || container.state === 'terminated') return 'the log has ended';
  const reason = container.state === 'waiting' ? container.reason : undefined;
  if (reason === 'CrashLoopBackOff') return 'its container is started again after a pause (CrashLoopBackOff)';
  const why = ordinaryWaiting.has(reason) ? '' : `: ${reason}`;
  return `its container has not started yet${why}`;
}
