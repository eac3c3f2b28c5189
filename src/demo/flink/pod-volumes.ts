import type { DemoObject } from '../contracts.ts';
import { type ConfigVolume, createConfigVolume } from './config-volume.ts';
import type { World } from './world.ts';

/** How long after a sync the next one comes by itself, and how much later at most: the kubelet's defaults. */
const syncMs = 60_000;
const syncJitterMs = 30_000;
/** From a change of a pod's annotations to the file in it: measured. */
const wakeUpMs = 400;

/** The volumes of all pods, which the kubelet keeps up to date until they are removed. */
export type PodVolumes = {
  readonly add: (pod: DemoObject) => ConfigVolume;
  readonly remove: (pod: DemoObject) => void;
};

export function createPodVolumes({ clock, store }: World): PodVolumes {
  const volumes = new Map<string | undefined, { readonly volume: ConfigVolume; annotations: string }>();
  const annotationsOf = ({ metadata }: DemoObject): string => JSON.stringify(metadata.annotations ?? {});

  // A kubelet looks at a pod when the pod changes; its status, which the kubelet itself writes, is no such change.
  store.subscribe(({ type, kind, object }) => {
    const known = type === 'MODIFIED' && kind === 'pods' ? volumes.get(object.metadata.uid) : undefined;
    if (!known || known.annotations === annotationsOf(object)) return;
    known.annotations = annotationsOf(object);
    clock.after(wakeUpMs, known.volume.sync);
  });

  function keepInSync(uid: string | undefined): void {
    clock.after(syncMs + Math.random() * syncJitterMs, () => {
      const known = volumes.get(uid);
      if (!known) return;
      known.volume.sync();
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
