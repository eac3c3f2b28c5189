import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { Reading } from '../readings/reading.ts';
import type { SessionTarget } from '../session.ts';
import { collectMemory, type MemoryCollector } from './collect-memory.ts';
import { memorySweep } from './memory-sweep.ts';
import { watchContainerUsage } from './watch-container-usage.ts';

export type MemoryWatch = {
  readonly collect: MemoryCollector['update'];
  /** Readings that are polled while the memory is watched. */
  readonly readings: readonly Reading<unknown>[];
  readonly setShown: (isShown: boolean) => void;
  readonly stop: () => void;
};

/** Watches the memory of all pods of a cluster: the usage of their containers, and what their JVMs state. */
export function watchMemory(
  kubernetes: Pick<KubernetesApi, 'list' | 'serverTime'>,
  target: SessionTarget,
  options: { readonly isWanted: boolean; readonly podCount: () => number; readonly changed: () => void },
): MemoryWatch {
  const collector = collectMemory();
  if (!options.isWanted) {
    return { collect: collector.update, readings: [], setShown: () => {}, stop: () => {} };
  }
  const usage = watchContainerUsage(kubernetes, target, {
    podCount: options.podCount,
    read: (usages) => {
      collector.addUsages(usages);
      options.changed();
    },
    state: (state) => {
      collector.setUsageState(state);
      options.changed();
    },
  });
  return {
    collect: collector.update,
    readings: [memorySweep(collector.targets)],
    setShown: usage.setShown,
    stop: usage.stop,
  };
}
