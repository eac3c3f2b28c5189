import { utcTime } from '../../../text/utc-time.ts';
import type { DemoObject, Kubelet } from '../../contracts.ts';
import { unknownResource } from '../../kubectl/unsupported.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import { findResource } from '../resources.ts';
import { type Exchange, sendJson } from './exchange.ts';
import { parseSelection } from './selection.ts';

export const metricsGroup = 'metrics.k8s.io';
const apiVersion = `${metricsGroup}/v1beta1`;

/** The clock of the metrics server. Times are epoch ms. */
export type MetricsClock = {
  readonly now: () => number;
  /** The metrics server measures once per window. */
  readonly windowMs: number;
};

/** Lists the resource usage of pods, like metrics-server. Pods without a running container are missing. */
export function handlePodMetrics(
  exchange: Exchange,
  info: ResourceRequest,
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
  clock: MetricsClock,
): void {
  const pods = findResource('', 'pods');
  const isKnown = info.version === 'v1beta1' && info.plural === 'pods' && info.subresource === undefined;
  if (pods === undefined || !isKnown || info.verb !== 'list') throw unknownResource(info);
  const selection = parseSelection(info, pods);
  const at = Math.floor(clock.now() / clock.windowMs) * clock.windowMs;
  const items = store.list('pods', info.namespace).flatMap((pod) => {
    const { namespace = '', name } = pod.metadata;
    const bytes = selection.matches(pod) ? kubelet.memory(namespace, name, at) : undefined;
    return bytes === undefined ? [] : [itemOf(pod, bytes, at)];
  });
  sendJson(exchange, 200, { kind: 'PodMetricsList', apiVersion, metadata: {}, items });
}

function itemOf({ metadata, spec }: DemoObject, bytes: number, at: number): object {
  const { name, namespace, labels } = metadata;
  const { containers } = spec as { readonly containers: readonly { readonly name: string }[] };
  const usage = { cpu: '23591666n', memory: quantityOf(bytes) };
  return {
    metadata: { name, namespace, creationTimestamp: utcTime(Date.now()), labels },
    timestamp: utcTime(at),
    window: '15.006s',
    containers: containers.map((container) => ({ name: container.name, usage })),
  };
}

/** `267612Ki`. Kubernetes uses the largest suffix that needs no fraction: `294Mi`. */
function quantityOf(bytes: number): string {
  const kibibytes = Math.floor(bytes / 1024);
  if (kibibytes % 1024 !== 0) return `${kibibytes}Ki`;
  return kibibytes % 1024 ** 2 === 0 ? `${kibibytes / 1024 ** 2}Gi` : `${kibibytes / 1024}Mi`;
}
