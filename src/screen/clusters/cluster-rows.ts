import type { FoundCluster } from '../../session/attach/find-clusters.ts';
import { largest } from '../../text/largest.ts';
import { formatAge } from '../draw/age.ts';
import { cell, widthOf } from '../draw/fit.ts';
import { shortNames } from '../draw/short-names.ts';

/** Formats the clusters of the picker, one row each. Columns fit their text, and long ids are shortened. */
export function clusterRows(
  clusters: readonly FoundCluster[],
  now: number,
  width: number,
): (cluster: FoundCluster) => string {
  const cellsOf = (cluster: FoundCluster) => [
    cluster.namespace,
    readyText(cluster, now),
    formatAge(now - cluster.createdAt),
    cluster.flinkVersion ?? '',
    cluster.mode !== 'session' || cluster.owner === undefined ? cluster.mode : `session, ${cluster.owner.kind}`,
  ];
  const columnWidth = (max: number, texts: readonly string[]) => Math.min(max, largest(texts.map(widthOf)));
  const maxWidth = Math.floor(width / 5);
  const rows = clusters.map(cellsOf);
  const widths = [0, 1, 2, 3, 4].map((column) =>
    columnWidth(
      maxWidth,
      rows.map((cells) => cells[column] ?? ''),
    ),
  );
  const room = width - widths.reduce((sum, next) => sum + next + 2, 0);
  const idWidth = columnWidth(
    room,
    clusters.map(({ clusterId }) => clusterId),
  );
  const ids = shortNames(
    clusters.map(({ clusterId }) => clusterId),
    idWidth,
  );
  return (cluster) =>
    [
      cell(ids.get(cluster.clusterId) ?? cluster.clusterId, idWidth),
      ...cellsOf(cluster).map((text, column) => cell(text, widths[column] ?? 0)),
    ].join('  ');
}

function readyText({ readyReplicas, replicas, beingDeletedSince }: FoundCluster, now: number): string {
  if (beingDeletedSince !== undefined) return `being deleted ${formatAge(now - beingDeletedSince)}`;
  return replicas === 0 ? 'scaled to 0' : `${readyReplicas}/${replicas} ready`;
}
