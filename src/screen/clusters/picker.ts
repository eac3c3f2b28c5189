import type { FoundCluster } from '../../session/attach/find-clusters.ts';
import type { Screen } from '../state/screen.ts';
import type { Stage } from '../state/screen-state.ts';

export type Picking = Stage & { readonly kind: 'picking' };

export function filterPicker({ store }: Screen, filter: string): void {
  store.setState(({ stage }) => (stage.kind === 'picking' ? { stage: { ...stage, filter } } : {}));
}

export function shownClusters({ found = [], filter }: Picking): readonly FoundCluster[] {
  return found.filter(({ clusterId, namespace }) =>
    `${namespace} ${clusterId}`.toLowerCase().includes(filter.toLowerCase()),
  );
}
