import type { DemoObject } from '../contracts.ts';
import { type ConfigVolume, createConfigVolume } from './config-volume.ts';
import type { World } from './world.ts';

/** The kubelet's defaults for the interval between two syncs and for the maximum jitter. */
const syncMs = 60_000;
const syncJitterMs = 30_000;
/** Measured delay between a change of a pod's annotations and the update of the files. */
const annotationSyncMs = 400;

/** The volumes of all pods. The kubelet syncs a volume until the pod is removed. */
export type PodVolumes = {
  readonly add: (pod: DemoObject) => ConfigVolume;
  readonly remove: (pod: DemoObject) => void;
};

export function createPodVolumes({ clock, store }: World): PodVolumes {
  const volumes = new Map<string | undefined, { readonly volume: ConfigVolume; annotations: string }>();
  const annotationsOf = ({ metadata }: DemoObject): string => JSON.stringify(metadata.annotations ?? {});

  // The kubelet syncs a pod's volumes soon after an annotation changes, but not after a status update.
  store.subscribe(({ type, kind, object }) => {
    const entry = type === 'MODIFIED' && kind === 'pods' ? volumes.get(object.metadata.uid) : undefined;
    if (!entry || entry.annotations === annotationsOf(object)) return;
    entry.annotations = annotationsOf(object);
    clock.after(annotationSyncMs, entry.volume.sync);
  });

  function keepInSync(uid: string | undefined): void {
    clock.after(syncMs + Math.random() * syncJitterMs, () => {
      const entry = volumes.get(uid);
      if (!entry) return;
      entry.volume.sync();
      keepInSync(uid);
    });
  }

  return {
    add: (pod) => {
      const { uid } = pod.metadata;
      const volume = createConfigVolume(pod, store, clock.now);
      volumes.set(uid, { volume, annotations: annotationsOf(pod) });
      keepInSync(uid);
      return volume;
    },
    remove: ({ metadata }) => volumes.delete(metadata.uid),
  };
}
