import type { ContextSummary } from '../../kubernetes/kubeconfig/list-contexts.ts';
import { countJobs, type JobCounts } from '../../session/attach/count-jobs.ts';
import type { FoundCluster } from '../../session/attach/find-clusters.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { type Chooser, clusterKey, type Loaded } from '../state/chooser.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';

export type ClusterItem = {
  readonly kind: 'cluster';
  readonly key: string;
  readonly cluster: FoundCluster;
  readonly jobs: Loaded<JobCounts> | undefined;
  readonly isAttached: boolean;
};
export type ContextItem = {
  readonly kind: 'context';
  readonly key: string;
  readonly context: ContextSummary;
  /** Whether the list of clusters is that of this context. */
  readonly isShown: boolean;
};
export type NamespaceItem = {
  readonly kind: 'namespace';
  readonly key: string;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  /** Number of the clusters found; undefined if they were not searched. */
  readonly clusters: number | undefined;
  readonly isShown: boolean;
};
export type ChooserItem = ClusterItem | ContextItem | NamespaceItem;

/** The list before and after the filter. */
export type ChooserItems = { readonly all: readonly ChooserItem[]; readonly shown: readonly ChooserItem[] };

const none: ChooserItems = { all: [], shown: [] };

/** Returns the rows of the chosen list; no rows until it is loaded. */
export function chooserItems({ chooser, stage, snapshot }: ScreenState): ChooserItems {
  return chooser === undefined ? none : listItems(chooser, stage, snapshot);
}

const listItems = rememberLast(
  (chooser: Chooser, stage: ScreenState['stage'], snapshot: ScreenState['snapshot']): ChooserItems => {
    const all = itemsOf[chooser.list](chooser, { stage, snapshot });
    return { all, shown: all.filter((item) => matchesFilter(filteredText(item), chooser.filter)) };
  },
);

type Attached = Pick<ScreenState, 'stage' | 'snapshot'>;

const itemsOf = {
  clusters: clusterItems,
  contexts: contextItems,
  namespaces: namespaceItems,
} as const satisfies Record<Chooser['list'], (chooser: Chooser, attached: Attached) => readonly ChooserItem[]>;

function clusterItems(chooser: Chooser, attached: Attached): readonly ClusterItem[] {
  if (chooser.clusters.state !== 'loaded') return [];
  return chooser.clusters.value.clusters.map((cluster) => {
    const key = clusterKey(cluster);
    const isAttached = isAttachedTo(attached, cluster, shownContext(chooser));
    const own = isAttached ? attached.snapshot?.jobs : undefined;
    const jobs = own === undefined ? chooser.jobs.get(key) : ({ state: 'loaded', value: countJobs(own) } as const);
    return { kind: 'cluster', key, cluster, jobs, isAttached };
  });
}

function contextItems(chooser: Chooser): readonly ContextItem[] {
  if (chooser.contexts.state !== 'loaded') return [];
  const shown = shownContext(chooser);
  return chooser.contexts.value.map((context) => ({
    kind: 'context',
    key: context.name,
    context,
    isShown: context.name === shown,
  }));
}

function namespaceItems(chooser: Chooser): readonly NamespaceItem[] {
  const found = chooser.clusters.state === 'loaded' ? chooser.clusters.value : undefined;
  const clusters = found?.clusters ?? [];
  const names = chooser.namespaces.state === 'loaded' ? chooser.namespaces.value : [];
  const searched = chooser.namespace ?? found?.narrowedTo;
  const all = new Set([...names, ...clusters.map(({ namespace }) => namespace), ...(searched ? [searched] : [])]);
  const countOf = (name: string) =>
    found === undefined || (searched !== undefined && searched !== name)
      ? undefined
      : clusters.filter(({ namespace }) => namespace === name).length;
  return [
    {
      kind: 'namespace',
      key: '',
      namespace: undefined,
      clusters: found === undefined || searched !== undefined ? undefined : clusters.length,
      isShown: chooser.namespace === undefined,
    },
    ...[...all].sort().map(
      (name): NamespaceItem => ({
        kind: 'namespace',
        key: name,
        namespace: name,
        clusters: countOf(name),
        isShown: chooser.namespace === name,
      }),
    ),
  ];
}

function filteredText(item: ChooserItem): string {
  if (item.kind === 'cluster') return `${item.cluster.namespace} ${item.cluster.clusterId}`;
  if (item.kind === 'context') return `${item.context.name} ${item.context.cluster} ${item.context.server ?? ''}`;
  return item.namespace ?? 'all namespaces';
}

/** Returns the name of the context that is searched; undefined while the kubeconfig is not read. */
export function shownContext({ context, contexts }: Chooser): string | undefined {
  if (context !== undefined || contexts.state !== 'loaded') return context;
  return contexts.value.find(({ isCurrent }) => isCurrent)?.name;
}

/** Returns whether this cluster is the attached one. An unknown context or namespace counts as the same. */
export function isAttachedTo(
  { stage, snapshot }: Attached,
  { clusterId, namespace }: Pick<FoundCluster, 'clusterId' | 'namespace'>,
  context: string | undefined,
): boolean {
  if (stage.kind !== 'attached' || stage.target.clusterId !== clusterId) return false;
  const isSame = (one: string | undefined, other: string | undefined) =>
    one === undefined || other === undefined || one === other;
  const attached = snapshot ?? stage.target;
  return isSame(attached.namespace, namespace) && isSame(attached.context, context);
}

export function cursorIndex(items: readonly ChooserItem[], { cursor }: Chooser): number {
  return Math.max(
    0,
    items.findIndex(({ key }) => key === cursor),
  );
}
