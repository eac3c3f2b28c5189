import { mainContainer } from '../../flink/names.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { nameOf } from '../cluster/cluster-objects.ts';

/** One by its name, the main one if none is named, or all. */
export type ContainerChoice = { readonly name: string | undefined; readonly all: boolean };

/** The containers of a pod that are meant; none if it has none of that name. */
export function chooseContainers(pod: Pod, { name, all }: ContainerChoice): readonly LogOrigin[] {
  const names = containersOf(pod);
  const origin = (container: string): LogOrigin => ({ pod: nameOf(pod), container });
  if (all) return names.map(origin);
  if (name !== undefined) return names.includes(name) ? [origin(name)] : [];
  const [first = mainContainer] = (pod.spec?.containers ?? []).map((container) => container.name);
  return [origin(names.includes(mainContainer) ? mainContainer : first)];
}

/** In the order in which they start. */
export function containersOf({ spec }: Pod): readonly string[] {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = spec ?? {};
  return [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
}

/** How often it was started again. */
export function restartsOf({ status }: Pod, container: string): number {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return statuses.find(({ name }) => name === container)?.restartCount ?? 0;
}
