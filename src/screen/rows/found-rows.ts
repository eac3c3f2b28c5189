import type { FoundCluster } from '../../session/find.ts';
import { formatAge } from './age.ts';
import { cell } from './fit.ts';

/** A cluster of the picker in one row of this width. */
export function foundRow(cluster: FoundCluster, now: number, width: number): string {
  const { clusterId, namespace, mode, readyReplicas, replicas, createdAt, flinkVersion, owner } = cluster;
  const ready = `${readyReplicas}/${replicas} ready`;
  const kind = mode === 'application' ? 'application' : owner === undefined ? 'session' : `session, ${owner.kind}`;
  const idWidth = Math.max(16, width - 58);
  return [
    cell(clusterId, idWidth),
    cell(namespace, 16),
    cell(ready, 10),
    cell(formatAge(now - createdAt), 6, 'right'),
    cell(flinkVersion ?? '', 6),
    cell(kind, 15),
  ].join(' ');
}
