import { mainContainer } from '../../flink/names.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { nameOf } from '../cluster/cluster-objects.ts';

/** All containers, the named one, or by default the main container. */
export type ContainerChoice = { readonly name: string | undefined; readonly all: boolean };

/** Returns the chosen containers of a pod. Returns none if no container has the name. */
export function chooseContainers(pod: Pod, { name, all }: ContainerChoice): readonly LogOrigin[] {
  const names = containersOf(pod);
  const origin = (container: string): LogOrigin => ({ pod: nameOf(pod), container });
  if (all) return names.map(origin);
  if (name !== undefined) return names.includes(name) ? [origin(name)] : [];
  const [first = mainContainer] = (pod.spec?.containers ?? []).map((container) => container.name);
  return [origin(names.includes(mainContainer) ? mainContainer : first)];
}

/** Returns the container names in start order. */
export function containersOf({ spec }: Pod): readonly string[] {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = spec ?? {};
  return [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
}

export function restartsOf({ status }: Pod, container: string): number {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return statuses.find(({ name }) => name === container)?.restartCount ?? 0;
}
