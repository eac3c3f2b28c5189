import { setTimeout as pause } from 'node:timers/promises';
import { describeError } from '../../commands/record/describe-error.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { ContextSummary } from '../../kubernetes/kubeconfig/list-contexts.ts';
import type { ClusterBrowser } from '../../session/attach/cluster-browser.ts';
import type { JobCounts } from '../../session/attach/count-jobs.ts';
import type { FoundCluster } from '../../session/attach/find-clusters.ts';
import { type Chooser, clusterKey, type Loaded } from '../state/chooser.ts';
import { exitWithError } from '../state/exit-with-error.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { chooseWanted } from './choose-wanted.ts';
import { isAttachedTo, shownContext } from './chooser-items.ts';

/** Passed in by main, so that the Kubernetes client loads after the first frame. */
export type ClusterSource = {
  /** The contexts of the kubeconfig. Rejects with a KubernetesError of kind `no-kubeconfig`. */
  readonly contexts: () => Promise<readonly ContextSummary[]>;
  /** Sends no request. Without a context, uses the current one. */
  readonly open: (context: string | undefined) => Promise<ClusterBrowser>;
};

/** A chooser that stays open is read again at this pace. */
const refreshMs = 15_000;
/** Each job list makes a JobManager ask all of its JobMasters, so only some are read at the same time. */
const maxJobLists = 4;

/** Loads the lists of the chooser while it is open, until the screen is closed. Stops all requests when it is closed. */
export function loadChooser(screen: Screen, source: ClusterSource): void {
  const { store, signal } = screen;
  let loaded: { readonly key: string; readonly abort: AbortController } | undefined;
  const stop = () => {
    loaded?.abort.abort(new Error('the chooser was closed'));
    loaded = undefined;
  };
  const check = () => {
    const state = store.getState();
    const { chooser } = state;
    if (chooser === undefined || !isOpen(state)) {
      stop();
      if (chooser !== undefined) store.setState({ chooser: undefined });
      return;
    }
    const key = [chooser.context ?? '', chooser.namespace ?? '', chooser.refreshes].join('\n');
    if (loaded?.key === key) return;
    stop();
    loaded = { key, abort: new AbortController() };
    void load(screen, source, chooser, loaded.abort.signal);
  };
  const unsubscribe = store.subscribe(check);
  signal.addEventListener('abort', () => {
    unsubscribe();
    stop();
  });
  check();
}

function isOpen({ stage, layers }: ScreenState): boolean {
  return stage.kind === 'picking' || layers.some(({ id }) => id === 'clusters');
}

async function load(screen: Screen, source: ClusterSource, chooser: Chooser, signal: AbortSignal): Promise<void> {
  const change = (changes: (chooser: Chooser) => Partial<Chooser>) => {
    if (signal.aborted) return;
    screen.store.setState(({ chooser: current }) =>
      current === undefined ? {} : { chooser: { ...current, ...changes(current) } },
    );
  };
  const failed = (error: unknown) => {
    if (!signal.aborted) screen.log(error);
    return { state: 'failed', ...describeError(error) } as const;
  };
  const contexts = await settle(source.contexts(), (error) => {
    if (isUseless(screen, error)) exitWithError(screen, error);
    return failed(error);
  });
  change(() => ({ contexts }));
  let browser: ClusterBrowser | undefined;
  try {
    browser = await source.open(chooser.context);
    await browse(screen, browser, chooser.namespace, { change, failed, signal });
  } catch (error) {
    change(() => ({ clusters: failed(error), namespaces: failed(error) }));
  } finally {
    await browser?.close();
  }
}

/** Without a kubeconfig and without a cluster there is nothing to choose and nothing to go back to. */
function isUseless({ store }: Screen, error: unknown): boolean {
  const isMissing = error instanceof KubernetesError && error.kind === 'no-kubeconfig';
  return isMissing && store.getState().stage.kind === 'picking';
}

type Loading = {
  readonly change: (changes: (chooser: Chooser) => Partial<Chooser>) => void;
  readonly failed: (error: unknown) => Extract<Loaded<never>, { state: 'failed' }>;
  readonly signal: AbortSignal;
};

async function browse(
  screen: Screen,
  browser: ClusterBrowser,
  namespace: string | undefined,
  loading: Loading,
): Promise<void> {
  const { change, failed, signal } = loading;
  const unanswered = new Set<string>();
  while (!signal.aborted) {
    const found = browser
      .clusters(namespace, signal)
      .then((clusters) => ({ clusters, narrowedTo: clusters.narrowedTo }));
    const [clusters, namespaces] = await Promise.all([
      settle(found, failed).then((result) => {
        change(() => ({ clusters: result }));
        if (!signal.aborted) chooseWanted(screen);
        return result;
      }),
      settle(browser.namespaces(signal), failed),
    ]);
    change(() => ({ namespaces }));
    if (clusters.state === 'loaded') await readJobs(screen, browser, clusters.value.clusters, unanswered, loading);
    await pause(refreshMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/**
 * Reads the jobs of the clusters that are running. A cluster that did not answer is not asked again, and the attached one
 * is not asked, because its session reads the same list.
 */
async function readJobs(
  screen: Screen,
  browser: ClusterBrowser,
  clusters: readonly FoundCluster[],
  unanswered: Set<string>,
  { change, failed, signal }: Loading,
): Promise<void> {
  const queue = clusters.filter((cluster) => !unanswered.has(clusterKey(cluster))).values();
  const worker = async () => {
    for (const cluster of queue) {
      if (signal.aborted) return;
      if (hasOwnJobs(screen.store.getState(), cluster)) continue;
      const key = clusterKey(cluster);
      const jobs = await readJobsOf(browser, cluster, { failed, signal });
      if (jobs.state === 'failed' && cluster.readyReplicas > 0) unanswered.add(key);
      change((chooser) => ({ jobs: new Map([...chooser.jobs, [key, jobs]]) }));
    }
  };
  await Promise.all(Array.from({ length: maxJobLists }, worker));
}

function hasOwnJobs(state: ScreenState, cluster: FoundCluster): boolean {
  const { chooser, snapshot } = state;
  return chooser !== undefined && snapshot?.jobs !== undefined && isAttachedTo(state, cluster, shownContext(chooser));
}

async function readJobsOf(
  browser: ClusterBrowser,
  cluster: FoundCluster,
  { failed, signal }: Pick<Loading, 'failed' | 'signal'>,
): Promise<Loaded<JobCounts>> {
  if (cluster.readyReplicas === 0) return { state: 'failed', message: 'no JobManager is ready', hints: [] };
  return settle(browser.jobCounts(cluster, signal), failed);
}

async function settle<T>(
  work: Promise<T>,
  failed: (error: unknown) => Extract<Loaded<never>, { state: 'failed' }>,
): Promise<Loaded<T>> {
  return work.then((value) => ({ state: 'loaded', value }), failed);
}
