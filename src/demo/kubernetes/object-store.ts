import { randomUUID } from 'node:crypto';
import type { DemoKind, DemoObject, ObjectStore } from '../contracts.ts';
import { changeObject, kindsWithGeneration } from './requests/change-object.ts';

/** One write: what was there before it, and what after. */
export type Change = {
  readonly revision: number;
  readonly kind: DemoKind;
  readonly before: DemoObject | undefined;
  readonly after: DemoObject | undefined;
};

/** The store with the side that the API server needs: revisions, and the past as far as it is kept. */
export type VersionedStore = ObjectStore & {
  readonly revision: () => number;
  /** The changes after a revision, oldest first; undefined if some of them are no longer kept. */
  readonly changesSince: (kind: DemoKind, revision: number) => readonly Change[] | undefined;
  /** All objects of a kind as they were at a revision, in etcd's order; undefined if that is no longer known. */
  readonly listAt: (kind: DemoKind, revision: number) => readonly DemoObject[] | undefined;
  readonly subscribeToChanges: (listener: (change: Change) => void) => () => void;
  /** Forgets the past. The revision moves on too, as it does on a busy cluster, so that every older one is too old. */
  readonly compact: () => void;
};

const firstRevision = 1000;
const revisionsPerCompaction = 100;
const keptChanges = 10_000;

const keyOf = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;
const keyOfObject = ({ metadata }: DemoObject) => keyOf(metadata.namespace, metadata.name);
const inOrder = (objects: Iterable<DemoObject>) =>
  [...objects].sort((a, b) => (keyOfObject(a) < keyOfObject(b) ? -1 : 1));

/** Objects that leave the store are its own: who wants to change one, does it by `update`. */
export function createObjectStore(): VersionedStore {
  const objects = new Map<DemoKind, Map<string, DemoObject>>();
  const listeners = new Set<(change: Change) => void>();
  let history: Change[] = [];
  let revision = firstRevision;
  let oldestKnown = firstRevision;

  function ofKind(kind: DemoKind): Map<string, DemoObject> {
    const known = objects.get(kind) ?? new Map<string, DemoObject>();
    objects.set(kind, known);
    return known;
  }

  function stamp(object: DemoObject): DemoObject {
    revision += 1;
    object.metadata.resourceVersion = String(revision);
    return object;
  }

  function record(kind: DemoKind, before: DemoObject | undefined, after: DemoObject | undefined): void {
    const change = { revision, kind, before, after };
    history.push(change);
    if (history.length > 2 * keptChanges) {
      oldestKnown = history[keptChanges - 1]?.revision ?? revision;
      history = history.slice(keptChanges);
    }
    for (const listener of [...listeners]) listener(change);
  }

  function create(kind: DemoKind, object: DemoObject): DemoObject {
    const key = keyOfObject(object);
    if (ofKind(kind).has(key)) throw new Error(`${kind} "${object.metadata.name}" already exists`);
    const created = structuredClone(object);
    created.metadata.uid = randomUUID();
    created.metadata.creationTimestamp = `${new Date().toISOString().slice(0, 19)}Z`;
    if (kindsWithGeneration.has(kind)) Object.assign(created.metadata, { generation: 1 });
    ofKind(kind).set(key, stamp(created));
    record(kind, undefined, created);
    return created;
  }

  function update(
    kind: DemoKind,
    namespace: string | undefined,
    name: string,
    change: (object: DemoObject) => void,
  ): DemoObject | undefined {
    const key = keyOf(namespace, name);
    const before = ofKind(kind).get(key);
    if (!before) return undefined;
    const after = changeObject(kind, before, change);
    if (after === before) return before;
    ofKind(kind).set(key, stamp(after));
    record(kind, before, after);
    return after;
  }

  function remove(kind: DemoKind, namespace: string | undefined, name: string): DemoObject | undefined {
    const key = keyOf(namespace, name);
    const before = ofKind(kind).get(key);
    if (!before) return undefined;
    ofKind(kind).delete(key);
    revision += 1;
    const removed = atRevision(before, revision);
    record(kind, before, undefined);
    for (const [dependentKind, dependent] of ownedBy(before)) {
      remove(dependentKind, dependent.metadata.namespace, dependent.metadata.name);
    }
    return removed;
  }

  /** The objects that no living owner is left of. */
  function ownedBy(owner: DemoObject): [DemoKind, DemoObject][] {
    const living = new Set<string | undefined>();
    for (const kind of objects.values()) for (const object of kind.values()) living.add(object.metadata.uid);
    const orphans: [DemoKind, DemoObject][] = [];
    for (const [kind, known] of objects) {
      for (const object of known.values()) {
        // A pod whose containers are ending is removed by its kubelet.
        if (kind === 'pods' && object.metadata.deletionTimestamp !== undefined) continue;
        const owners = object.metadata.ownerReferences ?? [];
        const wasOwned = owners.some(({ uid }) => uid === owner.metadata.uid);
        if (wasOwned && !owners.some(({ uid }) => living.has(uid))) orphans.push([kind, object]);
      }
    }
    return orphans;
  }

  function listAt(kind: DemoKind, at: number): readonly DemoObject[] | undefined {
    if (at < oldestKnown) return undefined;
    const then = new Map(ofKind(kind));
    for (let index = history.length - 1; index >= 0; index -= 1) {
      const change = history[index];
      if (!change || change.revision <= at) break;
      if (change.kind !== kind) continue;
      if (change.before) then.set(keyOfObject(change.before), change.before);
      else if (change.after) then.delete(keyOfObject(change.after));
    }
    return inOrder(then.values());
  }

  return {
    create,
    update,
    remove,
    get: (kind, namespace, name) => ofKind(kind).get(keyOf(namespace, name)),
    list: (kind, namespace) =>
      inOrder(ofKind(kind).values()).filter(
        (object) => namespace === undefined || object.metadata.namespace === namespace,
      ),
    subscribe: (listener) => subscribeToChanges((change) => listener(eventOf(change))),
    revision: () => revision,
    changesSince: (kind, since) =>
      since < oldestKnown ? undefined : history.filter((change) => change.kind === kind && change.revision > since),
    listAt,
    subscribeToChanges,
    compact: () => {
      revision += revisionsPerCompaction;
      oldestKnown = revision;
      history = [];
    },
  };

  function subscribeToChanges(listener: (change: Change) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
}

function eventOf({ revision, kind, before, after }: Change) {
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', kind, object: after } as const;
  return { type: 'DELETED', kind, object: atRevision(before as DemoObject, revision) } as const;
}

/** The event of a removal carries the object's last state under the removal's own revision. */
export function atRevision(object: DemoObject, revision: number): DemoObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
