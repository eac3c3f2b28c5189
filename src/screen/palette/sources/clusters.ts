import type { FoundCluster } from '../../../session/attach/find-clusters.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { clusterKey } from '../../state/chooser.ts';
import { showClusters } from '../../state/open/show-clusters.ts';
import type { Below, Entry } from '../palette.ts';

const none: readonly FoundCluster[] = [];

/** Returns the clusters of the picker. While it is closed, its action is listed instead, because no cluster is known. */
export function clusterEntries({ state: { chooser } }: Below): readonly Entry[] {
  return entriesOf(chooser?.clusters.state === 'loaded' ? chooser.clusters.value.clusters : none);
}

const entriesOf = rememberLast((clusters: readonly FoundCluster[]): readonly Entry[] =>
  clusters.map((cluster) => {
    const name = clusterKey(cluster);
    return {
      key: `cluster ${name}`,
      title: cluster.clusterId,
      alias: name,
      kind: `cluster · ${cluster.namespace}`,
      shownKey: '',
      rank: 3,
      run: (screen) => showClusters(screen, 'clusters', name),
    };
  }),
);
