import type { KubernetesEvent } from '../../kubernetes/objects.ts';
import type { SessionEvent } from '../snapshot.ts';
import { timeOf } from './object-time.ts';

const mostEvents = 200;

/**
 * Picks a cluster's own events out of a namespace's, newest first. A field selector cannot ask for a prefix, so
 * that all of the namespace are watched; an event that was converted once is not converted again.
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
      .slice(0, mostEvents);
}

/**
 * The names of a cluster's Deployment, ReplicaSets, pods and Services (flink.md 2.1). A bare prefix would take in
 * those of a cluster whose id begins with this one's; Kubernetes' own suffixes have no vowels.
 */
function ownObjectNames(clusterId: string): RegExp {
  const random = '[bcdfghjklmnpqrstvwxz2456789]';
  return new RegExp(`^${clusterId}(-rest|-taskmanager-\\d+-\\d+|-${random}{5,10}(-${random}{5})?)?$`);
}

function describeEvent(event: KubernetesEvent): SessionEvent {
  const { involvedObject, metadata, type, reason, message } = event;
  const at = [event.lastTimestamp, event.series?.lastObservedTime, event.eventTime, metadata.creationTimestamp];
  return {
    at: at.map(timeOf).find((time) => time !== undefined) ?? 0,
    type: type === 'Warning' ? 'Warning' : 'Normal',
    object: `${involvedObject.kind}/${involvedObject.name}`,
    reason: reason ?? '',
    message: message ?? '',
  };
}
