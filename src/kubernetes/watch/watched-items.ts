import type { KubernetesObject } from '../objects.ts';
import type { WatchEvent } from './watch-events.ts';

/** The objects of one list-and-watch, and the resource version from which a watch resumes. */
export type WatchedItems<T> = {
  /** undefined if a new list is needed. */
  resourceVersion: string | undefined;
  readonly replace: (items: readonly T[], resourceVersion: string) => void;
  /** Returns whether any event changes an object. Bookmarks do not. */
  readonly apply: (events: readonly WatchEvent<T>[]) => boolean;
  readonly toArray: () => readonly T[];
};

export function createWatchedItems<T extends KubernetesObject>(): WatchedItems<T> {
  const byKey = new Map<string, T>();
  const items: WatchedItems<T> = {
    resourceVersion: undefined,
    replace: (list, resourceVersion) => {
      byKey.clear();
      for (const item of list) byKey.set(keyOf(item), item);
      items.resourceVersion = resourceVersion;
    },
    apply: (events) => {
      for (const { type, object } of events) {
        items.resourceVersion = object.metadata?.resourceVersion ?? items.resourceVersion;
        if (type === 'DELETED') byKey.delete(keyOf(object));
        else if (type !== 'BOOKMARK') byKey.set(keyOf(object), object);
      }
      return events.some(({ type }) => type !== 'BOOKMARK');
    },
    toArray: () => [...byKey.values()],
  };
  return items;
}

/** Keys objects by uid, because a name can be reused. */
function keyOf({ metadata }: KubernetesObject): string {
  return metadata?.uid ?? `${metadata?.namespace}/${metadata?.name}`;
}
