import type { KubernetesEvent } from '../../kubernetes/objects.ts';
import type { SessionEvent } from '../snapshot.ts';
import { timeOf } from './object-time.ts';

const maxEvents = 200;

/**
 * Creates a function that selects a cluster's events from all events of its namespace, newest first. The watch covers
 * the whole namespace, because a field selector cannot match a prefix.
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
      .map(convert)
      .sort((a, b) => b.at - a.at)
      .slice(0, maxEvents);
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
