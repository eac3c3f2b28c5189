import { clusterSelector, mainContainer } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { SessionTarget } from '../session.ts';
import {
  type ContainerUsage,
  containerUsages,
  isNeverServed,
  type PodMetrics,
  type UsageState,
  usageStateOf,
} from './container-usage.ts';

/** metrics-server measures over windows of 15 s. */
const windowMs = 15_000;
/** A list of a thousand pods has 400 KB, so that it is read less often while nobody looks at it. */
const manyPods = 100;
const manyPodsMs = 60_000;
const failedMs = 30_000;
/** A cluster rarely gets a metrics server, and a user rarely gets a permission. */
const deniedMs = 5 * 60_000;

export type ContainerUsageWatch = {
  /** Whether a view shows the usage. */
  readonly setShown: (isShown: boolean) => void;
  readonly stop: () => void;
};

/** Reads the memory of all containers of a cluster again and again. */
export function watchContainerUsage(
  kubernetes: Pick<KubernetesApi, 'list' | 'serverTime'>,
  target: SessionTarget,
  listener: {
    readonly podCount: () => number;
    /** The times of the usages are by the local clock. */
    readonly read: (usages: ReadonlyMap<string, ContainerUsage>) => void;
    readonly state: (state: UsageState) => void;
  },
): ContainerUsageWatch {
  const stopped = new AbortController();
  let isShown = false;
  let state: UsageState = { state: 'awaited' };
  let readAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let isReading = false;

  async function read(): Promise<void> {
    clearTimeout(timer);
    isReading = true;
    readAt = Date.now();
    const next = await request();
    isReading = false;
    if (stopped.signal.aborted) return;
    const isSame = next.state === state.state && next.state !== 'failed';
    state = isSame ? state : next;
    if (!isSame) listener.state(state);
    schedule();
  }

  async function request(): Promise<UsageState> {
    try {
      const usages = await listUsages(kubernetes, target, stopped.signal);
      if (!stopped.signal.aborted) listener.read(usages);
      return { state: 'served' };
    } catch (error) {
      return usageStateOf(error);
    }
  }

  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), Math.max(0, readAt + intervalMs() - Date.now()));
  }

  function intervalMs(): number {
    if (isNeverServed(state)) return deniedMs;
    if (state.state === 'failed') return failedMs;
    return !isShown && listener.podCount() > manyPods ? manyPodsMs : windowMs;
  }

  void read();
  return {
    setShown: (next) => {
      if (next === isShown) return;
      isShown = next;
      if (!isReading) schedule();
    },
    stop: () => {
      clearTimeout(timer);
      stopped.abort(new Error('session closed'));
    },
  };
}

/** Reads the usages once. Their times are by the local clock. */
export async function listUsages(
  kubernetes: Pick<KubernetesApi, 'list' | 'serverTime'>,
  { clusterId, namespace }: Pick<SessionTarget, 'clusterId' | 'namespace'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ContainerUsage>> {
  const selection = { resource: resources.podMetrics, namespace, labelSelector: clusterSelector(clusterId) };
  const items = await kubernetes.list<PodMetrics>(selection, signal);
  const now = Date.now();
  const aheadMs = (kubernetes.serverTime() ?? now) - now;
  return new Map(
    [...containerUsages(items, mainContainer)].map(([name, usage]) => [name, { ...usage, at: usage.at - aheadMs }]),
  );
}
