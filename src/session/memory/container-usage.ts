import { KubernetesError } from '../../kubernetes/error.ts';
import type { KubernetesObject } from '../../kubernetes/objects.ts';
import { parseCores, parseQuantity } from './parse-quantity.ts';

/** The resource usage of a pod, as metrics.k8s.io/v1beta1 serves it. */
export type PodMetrics = KubernetesObject & {
  /** RFC 3339 by the clock of the metrics server. */
  readonly timestamp?: string;
  /** Time that CPU usage was measured over: `15.006s`. */
  readonly window?: string;
  readonly containers?: readonly {
    readonly name: string;
    readonly usage?: { readonly cpu?: string; readonly memory?: string };
  }[];
};

/** Memory of a pod's main container that the kernel counts against its limit, without unused file cache. */
export type ContainerUsage = {
  readonly bytes: number;
  /** Epoch ms by the clock of the metrics server. */
  readonly at: number;
  /** All containers by name. A number is undefined if the metrics server does not state it. */
  readonly containers?: ReadonlyMap<string, ContainerAmounts>;
};
type ContainerAmounts = {
  readonly bytes: number | undefined;
  /** Average over the window of the metrics server. */
  readonly cores: number | undefined;
};

/** Whether the usage of containers is known. */
export type UsageState =
  | { readonly state: 'awaited' }
  | { readonly state: 'served' }
  /** The cluster has no metrics server. */
  | { readonly state: 'not served' }
  | { readonly state: 'denied'; readonly error: KubernetesError }
  | { readonly state: 'failed'; readonly reason: string };

/** Returns the usage of the main containers by pod name. */
export function containerUsages(
  items: readonly PodMetrics[],
  mainContainer: string,
): ReadonlyMap<string, ContainerUsage> {
  const usages = new Map<string, ContainerUsage>();
  for (const { metadata, timestamp, containers = [] } of items) {
    const main = containers.find(({ name }) => name === mainContainer) ?? containers[0];
    const bytes = parseQuantity(main?.usage?.memory ?? '');
    const at = Date.parse(timestamp ?? '');
    if (metadata?.name !== undefined && bytes !== undefined && !Number.isNaN(at)) {
      usages.set(metadata.name, { bytes, at, containers: new Map(containers.map(amountsOf)) });
    }
  }
  return usages;
}

type MetricsOfContainer = NonNullable<PodMetrics['containers']>[number];

const amountsOf = ({ name, usage }: MetricsOfContainer): readonly [string, ContainerAmounts] => [
  name,
  { bytes: parseQuantity(usage?.memory ?? ''), cores: parseCores(usage?.cpu ?? '') },
];

/** Explains why the usage of containers is unknown. */
export function usageStateOf(error: unknown): UsageState {
  if (!(error instanceof KubernetesError)) return { state: 'failed', reason: String(error) };
  if (error.kind === 'not-found') return { state: 'not served' };
  if (error.kind === 'forbidden') return { state: 'denied', error };
  return { state: 'failed', reason: error.message };
}

/** Whether the cluster never serves the usage to this user. */
export const isNeverServed = ({ state }: UsageState): boolean => state === 'not served' || state === 'denied';

/** `not served by this cluster (metrics-server is missing)`; undefined if the usage is known or awaited. */
export function usageGap(usage: UsageState): string | undefined {
  if (usage.state === 'not served') return 'not served by this cluster (metrics-server is missing)';
  if (usage.state === 'denied') return 'no right: list pods.metrics.k8s.io';
  return usage.state === 'failed' ? usage.reason : undefined;
}
