import type { FoundCluster } from '../../../session/attach/find-clusters.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { Below, Entry } from '../palette.ts';

const none: readonly FoundCluster[] = [];

/** Returns the clusters of the picker. */
export function clusterEntries({ state: { stage } }: Below): readonly Entry[] {
  return entriesOf((stage.kind === 'picking' ? stage.found : undefined) ?? none);
}

const entriesOf = rememberLast((clusters: readonly FoundCluster[]): readonly Entry[] =>
  clusters.map(({ clusterId, namespace }) => ({
    leavesOverlays: true,
    key: `cluster ${namespace}/${clusterId}`,
    title: clusterId,
    alias: `${namespace}/${clusterId}`,
    kind: `cluster · ${namespace}`,
    shownKey: '',
    rank: 3,
    run: (screen) => screen.attach({ clusterId, namespace }),
  })),
);
