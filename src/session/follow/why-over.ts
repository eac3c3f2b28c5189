import { explainEnd } from '../pods/explain-end.ts';
import type { ContainerRun, PodFacts } from '../pods/pod-facts.ts';

/** Why nothing more will be written by a container; undefined while something may. */
export function whyOver({ container, endsWithSuccess }: ContainerRun, pod: PodFacts): string | undefined {
  if (container.state !== 'terminated') return undefined;
  const isStartedAgain = pod.restartsContainers && !(endsWithSuccess && container.exitCode === 0);
  return isStartedAgain && !pod.isDeleted ? undefined : explainEnd(container);
}
