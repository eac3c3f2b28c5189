import { randomUUID } from 'node:crypto';
import { utcTime } from '../../text/utc-time.ts';
import type { DemoKind, DemoObject, ObjectStore } from '../contracts.ts';
import { changeObject, kindsWithGeneration } from './requests/change-object.ts';

/** One write to an object. `before` is undefined for a creation, `after` for a deletion. */
export type Change = {
  readonly revision: number;
  readonly kind: DemoKind;
  readonly before: DemoObject | undefined;
  readonly after: DemoObject | undefined;
};

/** An object store with the revisions and the limited history that an API server needs. */
export type VersionedStore = ObjectStore & {
  readonly revision: () => number;
  /** Returns the changes after a revision, oldest first; undefined if the revision is compacted. */
  readonly changesSince: (kind: DemoKind, revision: number) => readonly Change[] | undefined;
  /** Returns the objects of a kind at a revision, in etcd key order; undefined if the revision is compacted. */
  readonly listAt: (kind: DemoKind, revision: number) => readonly DemoObject[] | undefined;
  readonly onChange: (listener: (change: Change) => void) => () => void;
  /** Deletes the history and advances the revision, so that all earlier revisions are too old. */
  readonly compact: () => void;
};

const firstRevision = 1000;
const compactionRevisionStep = 100;
const maxHistoryLength = 10_000;

const keyOf = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;
const keyOfObject = ({ metadata }: DemoObject) => keyOf(metadata.namespace, metadata.name);
const sortByKey = (objects: Iterable<DemoObject>) =>
  [...objects].sort((a, b) => (keyOfObject(a) < keyOfObject(b) ? -1 : 1));

/** Creates an empty store. Change returned objects only with `update`, because they are not copies. */
export function createObjectStore(): VersionedStore {
  const objects = new Map<DemoKind, Map<string, DemoObject>>();
  const listeners = new Set<(change: Change) => void>();
  let history: Change[] = [];
  let revision = firstRevision;
  let oldestRevision = firstRevision;

  function ofKind(kind: DemoKind): Map<string, DemoObject> {
    const objectsOfKind = objects.get(kind) ?? new Map<string, DemoObject>();
    objects.set(kind, objectsOfKind);
    return objectsOfKind;
  }

  function assignRevision(object: DemoObject): DemoObject {
    revision += 1;
    object.metadata.resourceVersion = String(revision);
    return object;
  }

  function record(kind: DemoKind, before: DemoObject | undefined, after: DemoObject | undefined): void {
    const change = { revision, kind, before, after };
    history.push(change);
    if (history.length > 2 * maxHistoryLength) {
      oldestRevision = history[maxHistoryLength - 1]?.revision ?? revision;
      history = history.slice(maxHistoryLength);
    }
    for (const listener of [...listeners]) listener(change);
  }

  function create(kind: DemoKind, object: DemoObject): DemoObject {
    const key = keyOfObject(object);
    if (ofKind(kind).has(key)) throw new Error(`${kind} "${object.metadata.name}" already exists`);
    const created = structuredClone(object);
    created.metadata.uid = randomUUID();
    created.metadata.creationTimestamp = utcTime(Date.now());
    if (kindsWithGeneration.has(kind)) Object.assign(created.metadata, { generation: 1 });
    ofKind(kind).set(key, assignRevision(created));
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
    ofKind(kind).set(key, assignRevision(after));
    record(kind, before, after);
    return after;
  }

  function remove(kind: DemoKind, namespace: string | undefined, name: string): DemoObject | undefined {
    const key = keyOf(namespace, name);
    const before = ofKind(kind).get(key);
    if (!before) return undefined;
    ofKind(kind).delete(key);
    revision += 1;
    const removed = withRevision(before, revision);
    record(kind, before, undefined);
    for (const [dependentKind, dependent] of findOrphans(before)) {
      remove(dependentKind, dependent.metadata.namespace, dependent.metadata.name);
    }
    return removed;
  }

  /** Returns the dependents of a removed owner, except those that have another existing owner. */
  function findOrphans(removedOwner: DemoObject): [DemoKind, DemoObject][] {
    const existingUids = new Set<string | undefined>();
    for (const kind of objects.values()) for (const object of kind.values()) existingUids.add(object.metadata.uid);
    const orphans: [DemoKind, DemoObject][] = [];
    for (const [kind, objectsOfKind] of objects) {
      for (const object of objectsOfKind.values()) {
        // The kubelet removes terminating pods, so keep them here.
        if (kind === 'pods' && object.metadata.deletionTimestamp !== undefined) continue;
        const owners = object.metadata.ownerReferences ?? [];
        const wasOwned = owners.some(({ uid }) => uid === removedOwner.metadata.uid);
        if (wasOwned && !owners.some(({ uid }) => existingUids.has(uid))) orphans.push([kind, object]);
      }
    }
    return orphans;
  }

  function listAt(kind: DemoKind, targetRevision: number): readonly DemoObject[] | undefined {
    if (targetRevision < oldestRevision) return undefined;
    const result = new Map(ofKind(kind));
    for (let index = history.length - 1; index >= 0; index -= 1) {
      const change = history[index];
      if (!change || change.revision <= targetRevision) break;
      if (change.kind !== kind) continue;
      if (change.before) result.set(keyOfObject(change.before), change.before);
      else if (change.after) result.delete(keyOfObject(change.after));
    }
    return sortByKey(result.values());
  }

  return {
    create,
    update,
    remove,
    get: (kind, namespace, name) => ofKind(kind).get(keyOf(namespace, name)),
    list: (kind, namespace) =>
      sortByKey(ofKind(kind).values()).filter(
        (object) => namespace === undefined || object.metadata.namespace === namespace,
      ),
    subscribe: (listener) => subscribeToChanges((change) => listener(toWatchEvent(change))),
    revision: () => revision,
    changesSince: (kind, since) =>
      since < oldestRevision ? undefined : history.filter((change) => change.kind === kind && change.revision > since),
    listAt,
    onChange: subscribeToChanges,
    compact: () => {
      revision += compactionRevisionStep;
      oldestRevision = revision;
      history = [];
    },
  };

  function subscribeToChanges(listener: (change: Change) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
}

function toWatchEvent({ revision, kind, before, after }: Change) {
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', kind, object: after } as const;
  return { type: 'DELETED', kind, object: withRevision(before as DemoObject, revision) } as const;
}

/** Returns the object with another revision. A DELETED event contains the last state and the deletion's revision. */
export function withRevision(object: DemoObject, revision: number): DemoObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
