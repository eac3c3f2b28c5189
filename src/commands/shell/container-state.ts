import type { Pod } from '../../kubernetes/objects.ts';

type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

export function containerStatusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status ?? {};
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses].find(
    ({ name }) => name === container,
  );
}

/** `running`, `waiting (CrashLoopBackOff)`, `terminated (exit code 1, Error)` or `not started`. */
export function describeContainerState(pod: Pod, container: string): string {
  const { running, waiting, terminated } = containerStatusOf(pod, container)?.state ?? {};
  if (running !== undefined) return 'running';
  if (terminated !== undefined) {
    const { exitCode, reason } = terminated;
    return `terminated (exit code ${exitCode}${reason === undefined ? '' : `, ${reason}`})`;
  }
  if (waiting === undefined) return 'not started';
  return waiting.reason === undefined ? 'waiting' : `waiting (${waiting.reason})`;
}
