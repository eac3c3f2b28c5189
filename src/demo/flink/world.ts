import { utcTime } from '../../text/utc-time.ts';
import type { DemoKind, DemoObject, ObjectStore } from '../contracts.ts';
import type { Clock } from './clock.ts';
import { type EventSource, event } from './objects/event.ts';

/** The shared state of the simulation: the clock and the API server's objects. */
export type World = {
  readonly clock: Clock;
  readonly store: ObjectStore;
  /** Stores an object with the simulated time as its creation time. */
  readonly create: (kind: DemoKind, object: DemoObject) => DemoObject;
  readonly recordEvent: (
    subject: DemoObject,
    source: EventSource,
    reason: string,
    message: string,
    options?: { readonly nodeName?: string; readonly fieldPath?: string },
  ) => void;
};

/** The API server's default time to live for events. */
const eventTtlMs = 3_600_000;

export function createWorld(clock: Clock, store: ObjectStore): World {
  let recorded = 0;

  function create(kind: DemoKind, object: DemoObject): DemoObject {
    const created = store.create(kind, object);
    const { namespace, name, creationTimestamp } = created.metadata;
    const at = utcTime(clock.now());
    if (creationTimestamp === at) return created;
    const backdated = store.update(kind, namespace, name, ({ metadata }) => {
      metadata.creationTimestamp = at;
    });
    return backdated ?? created;
  }

  return {
    clock,
    store,
    create,
    recordEvent: (subject, source, reason, message, options = {}) => {
      recorded += 1;
      const placed = { at: clock.now(), order: recorded, ...options };
      const { metadata } = create('events', event(subject, source, reason, message, placed));
      clock.after(eventTtlMs, () => store.remove('events', metadata.namespace, metadata.name));
    },
  };
}
