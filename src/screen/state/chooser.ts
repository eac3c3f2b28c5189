import type { ChooserListName } from '../../commands/record/command.ts';
import type { ContextSummary } from '../../kubernetes/kubeconfig/list-contexts.ts';
import type { JobCounts } from '../../session/attach/count-jobs.ts';
import type { FoundCluster } from '../../session/attach/find-clusters.ts';

export const chooserLists = ['clusters', 'contexts', 'namespaces'] as const satisfies readonly ChooserListName[];

/** A failure, and the next steps. */
export type Problem = { readonly message: string; readonly hints: readonly string[] };

/** The result of a request, kept while it is repeated. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly value: T }
  | ({ readonly state: 'failed' } & Problem);

export type LoadedClusters = {
  readonly clusters: readonly FoundCluster[];
  /** The only namespace searched, if listing all namespaces was denied; undefined if all were searched. */
  readonly narrowedTo: string | undefined;
};

/** The clusters, contexts and namespaces to choose from, while they are shown. */
export type Chooser = {
  readonly list: ChooserListName;
  /** The context that is searched; undefined for the current context of the kubeconfig. */
  readonly context: string | undefined;
  /** The namespace that is searched; undefined for all. */
  readonly namespace: string | undefined;
  readonly filter: string;
  /** Key of the row; undefined for the first one. */
  readonly cursor: string | undefined;
  /** A name to choose as soon as it is found: a cluster-id, `namespace/cluster-id` or a context. */
  readonly wanted: string | undefined;
  /** What went wrong before, such as the last attempt to attach. */
  readonly notice: (Problem & { readonly title: string }) | undefined;
  /** Incremented to load everything again. */
  readonly refreshes: number;
  readonly contexts: Loaded<readonly ContextSummary[]>;
  readonly namespaces: Loaded<readonly string[]>;
  readonly clusters: Loaded<LoadedClusters>;
  /** Jobs by `clusterKey`. Missing while unknown. */
  readonly jobs: ReadonlyMap<string, Loaded<JobCounts>>;
};

const loading = { state: 'loading' } as const;
const noJobs: Chooser['jobs'] = new Map();

export function createChooser(start: Partial<Chooser> = {}): Chooser {
  return {
    list: 'clusters',
    context: undefined,
    namespace: undefined,
    filter: '',
    cursor: undefined,
    wanted: undefined,
    notice: undefined,
    refreshes: 0,
    contexts: loading,
    namespaces: loading,
    clusters: loading,
    jobs: noJobs,
    ...start,
  };
}

/** Returns the chooser with the clusters of another context. */
export function chooseContext(chooser: Chooser, context: string): Chooser {
  const { contexts, refreshes } = chooser;
  return createChooser({ context, contexts, refreshes });
}

/** Returns the chooser with the clusters of a namespace; undefined for all. */
export function chooseNamespace(chooser: Chooser, namespace: string | undefined): Chooser {
  return {
    ...chooser,
    list: 'clusters',
    namespace,
    filter: '',
    cursor: undefined,
    notice: undefined,
    clusters: loading,
  };
}

export function clusterKey({ namespace, clusterId }: Pick<FoundCluster, 'namespace' | 'clusterId'>): string {
  return `${namespace}/${clusterId}`;
}
