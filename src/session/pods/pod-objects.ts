import type { Pod } from '../../kubernetes/objects.ts';
import type { PodRow } from '../snapshot.ts';

/** The Kubernetes objects of the listed pods, and what they were derived from. */
export type PodObjects = {
  readonly byUid: ReadonlyMap<string, Pod>;
  readonly pods: readonly Pod[];
  readonly rows: readonly PodRow[];
};

export const noPodObjects: PodObjects = { byUid: new Map(), pods: [], rows: [] };

/** Keeps the last object of a deleted pod as long as its row. The map stays the same object without a change. */
export function keepPodObjects(previous: PodObjects, pods: readonly Pod[], rows: readonly PodRow[]): PodObjects {
  if (previous.pods === pods && previous.rows === rows) return previous;
  const present = new Map(pods.map((pod) => [pod.metadata?.uid ?? '', pod]));
  const objects = rows.flatMap(({ uid }) => {
    const pod = present.get(uid) ?? previous.byUid.get(uid);
    return pod === undefined ? [] : [[uid, pod] as const];
  });
  const isSame =
    objects.length === previous.byUid.size && objects.every(([uid, pod]) => previous.byUid.get(uid) === pod);
  return { byUid: isSame ? previous.byUid : new Map(objects), pods, rows };
}
