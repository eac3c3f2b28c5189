import { clusterStatus } from '../../session/cluster/cluster-status.ts';
import { largest } from '../../text/largest.ts';
import { printable } from '../../text/printable.ts';
import { formatAge } from '../draw/age.ts';
import { widthOf } from '../draw/fit.ts';
import type { Column } from '../table/table-format.ts';
import type { Token } from '../theme/theme.ts';
import type { ClusterItem, ContextItem, NamespaceItem } from './chooser-items.ts';

/** Fits the texts of a column, within limits for a narrow and a wide screen. */
function widthFor(texts: readonly string[], title: string, short: number, long: number) {
  const width = Math.max(widthOf(title), largest(texts.map(widthOf)));
  return { short: Math.min(width, short), long: Math.min(width, long) };
}

/** Names are more important than the last columns. */
function nameWidth(names: readonly string[]) {
  const widest = largest(names.map(widthOf));
  return { min: Math.max(9, Math.min(widest, 28)), preferred: Math.max(9, Math.min(widest, 63)) };
}

export function clusterColumns(items: readonly ClusterItem[], now: number): readonly Column<ClusterItem>[] {
  const namespaces = items.map(({ cluster }) => cluster.namespace);
  return [
    {
      title: 'CLUSTER',
      importance: 1,
      isName: true,
      width: nameWidth(items.map(({ cluster }) => cluster.clusterId)),
      text: ({ cluster }) => printable(cluster.clusterId),
    },
    {
      title: 'NAMESPACE',
      importance: 2,
      width: widthFor(namespaces, 'NAMESPACE', 15, 40),
      text: ({ cluster }) => printable(cluster.namespace),
    },
    {
      title: 'STATUS',
      importance: 3,
      width: widthFor(
        items.map((item) => statusText(item, now)),
        'STATUS',
        16,
        40,
      ),
      text: (item) => statusText(item, now),
      token: statusToken,
    },
    { title: 'JOBS', importance: 4, width: 4, align: 'right', text: ({ jobs }) => countText(jobs, 'unfinished') },
    {
      title: 'FAILING',
      importance: 5,
      width: 7,
      align: 'right',
      text: ({ jobs }) => countText(jobs, 'failing'),
      token: ({ jobs }) => (jobs?.state === 'loaded' && jobs.value.failing > 0 ? 'error' : 'muted'),
    },
    {
      title: 'FLINK',
      importance: 6,
      width: widthFor(
        items.map(({ cluster }) => cluster.flinkVersion ?? ''),
        'FLINK',
        6,
        8,
      ),
      text: ({ cluster }) => printable(cluster.flinkVersion ?? '-'),
    },
    {
      title: 'AGE',
      importance: 7,
      width: 4,
      align: 'right',
      text: ({ cluster }) => formatAge(now - cluster.createdAt),
    },
    {
      title: 'MODE',
      importance: 8,
      width: widthFor(items.map(modeText), 'MODE', 11, 30),
      text: modeText,
      token: () => 'muted',
    },
  ];
}

/** The status of the Deployment alone. */
function statusText({ cluster, isAttached }: ClusterItem, now: number): string {
  const { readyReplicas, replicas } = cluster;
  const { beingDeletedSince } = cluster;
  // The details name what holds the deletion.
  const status =
    beingDeletedSince === undefined
      ? clusterStatus(cluster, now)
      : `being deleted ${formatAge(now - beingDeletedSince)}`;
  const ready = replicas > 1 ? `${status} ${readyReplicas}/${replicas}` : status;
  return isAttached ? `attached, ${ready}` : ready;
}

function statusToken({ cluster }: ClusterItem): Token {
  if (cluster.beingDeletedSince !== undefined) return 'warning';
  if (cluster.replicas === 0) return 'muted';
  return cluster.readyReplicas >= cluster.replicas ? 'ok' : 'error';
}

/** `…` while unknown, `-` if it cannot be read. */
function countText(jobs: ClusterItem['jobs'], count: 'unfinished' | 'failing'): string {
  if (jobs?.state === 'loaded') return String(jobs.value[count]);
  return jobs?.state === 'failed' ? '-' : '…';
}

function modeText({ cluster: { mode, owner } }: ClusterItem): string {
  return mode !== 'session' || owner === undefined ? mode : printable(`session, ${owner.kind}`);
}

export function contextColumns(items: readonly ContextItem[]): readonly Column<ContextItem>[] {
  return [
    {
      title: 'CONTEXT',
      importance: 1,
      isName: true,
      width: nameWidth(items.map(({ context }) => context.name)),
      text: ({ context }) => printable(context.name),
    },
    {
      title: 'NAMESPACE',
      importance: 3,
      width: widthFor(
        items.map(({ context }) => context.namespace ?? 'default'),
        'NAMESPACE',
        15,
        40,
      ),
      text: ({ context }) => printable(context.namespace ?? 'default'),
    },
    {
      title: 'API SERVER',
      importance: 2,
      width: widthFor(items.map(serverText), 'API SERVER', 22, 60),
      text: serverText,
    },
    {
      title: 'CLUSTER',
      importance: 4,
      width: widthFor(
        items.map(({ context }) => context.cluster),
        'CLUSTER',
        16,
        40,
      ),
      text: ({ context }) => printable(context.cluster),
    },
  ];
}

function serverText({ context: { server } }: ContextItem): string {
  return server === undefined ? 'not in the kubeconfig' : printable(server.replace(/^https:\/\//, ''));
}

export function namespaceColumns(): readonly Column<NamespaceItem>[] {
  return [
    { title: 'NAMESPACE', importance: 1, isName: true, width: { min: 16, preferred: 63 }, text: namespaceText },
    {
      title: 'CLUSTERS',
      importance: 2,
      width: 8,
      align: 'right',
      text: ({ clusters }) => (clusters === undefined ? '-' : String(clusters)),
      token: ({ clusters }) => (clusters === 0 ? 'muted' : undefined),
    },
  ];
}

function namespaceText({ namespace }: NamespaceItem): string {
  return namespace === undefined ? 'all namespaces' : printable(namespace);
}
