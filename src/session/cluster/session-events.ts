import type { KubernetesEvent } from '../../kubernetes/objects.ts';
import type { SessionEvent } from '../snapshot.ts';
import { timeOf } from './object-time.ts';

const maxEvents = 200;

/**
 * Creates a function that selects a cluster's events from all events of its namespace, newest first. The watch covers
 * the whole namespace, because a field selector cannot match a prefix. Most times are whole seconds, but not those of the
 * scheduler. Within a second, the names give the order.
 */
export function createEventPicker(clusterId: string): (events: readonly KubernetesEvent[]) => readonly SessionEvent[] {
  const isOwn = ownObjectNames(clusterId);
  const converted = new WeakMap<KubernetesEvent, SessionEvent>();
  const convert = (event: KubernetesEvent): SessionEvent => {
    const known = converted.get(event) ?? describeEvent(event);
    converted.set(event, known);
    return known;
  };
  return (events) =>
    events
      .filter(({ involvedObject }) => involvedObject.name !== undefined && isOwn.test(involvedObject.name))
      .sort((a, b) => secondOf(convert(b)) - secondOf(convert(a)) || compareTexts(recordedAt(b), recordedAt(a)))
      .slice(0, maxEvents)
      .map(convert);
}

/**
 * Matches the names of a cluster's Deployment, ReplicaSets, pods and Services. A bare prefix would also match clusters
 * whose ids start with this id.
 */
function ownObjectNames(clusterId: string): RegExp {
  // Kubernetes' random suffixes contain no vowels.
  const random = '[bcdfghjklmnpqrstvwxz2456789]';
  return new RegExp(`^${clusterId}(-rest|-taskmanager-\\d+-\\d+|-${random}{5,10}(-${random}{5})?)?$`);
}

/** Components name an event after its object and the time, in hexadecimal nanoseconds: `orders.18a3f0c2b5d1e8f7` */
function recordedAt({ metadata: { name = '' } }: KubernetesEvent): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const secondOf = ({ at }: SessionEvent): number => Math.floor(at / 1000);
const compareTexts = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function describeEvent(event: KubernetesEvent): SessionEvent {
  const { involvedObject, metadata, type, reason, message } = event;
  const { firstTimestamp, lastTimestamp, eventTime, series } = event;
  const created = metadata.creationTimestamp;
  return {
    uid: metadata.uid ?? '',
    firstAt: firstTime([firstTimestamp, eventTime, created]),
    at: firstTime([lastTimestamp, series?.lastObservedTime, eventTime, created]),
    count: event.count ?? series?.count ?? 1,
    type: type === 'Warning' ? 'Warning' : 'Normal',
    object: `${involvedObject.kind}/${involvedObject.name}`,
    reason: reason ?? '',
    message: message ?? '',
  };
}

function firstTime(times: readonly Parameters<typeof timeOf>[0][]): number {
  return times.map(timeOf).find((time) => time !== undefined) ?? 0;
}
