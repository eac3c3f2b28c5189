import { mainContainer } from '../../../flink/names.ts';
import type { Pod } from '../../../kubernetes/objects.ts';

/**
 * Returns the name of the container whose previous log the kubelet has: the main one if it has restarted, else another;
 * undefined if none has.
 */
export function restartedContainer({ status }: Pod): string | undefined {
  const restarted = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].filter(
    ({ restartCount, lastState }) => restartCount > 0 || lastState?.terminated !== undefined,
  );
  return (restarted.find(({ name }) => name === mainContainer) ?? restarted[0])?.name;
}
