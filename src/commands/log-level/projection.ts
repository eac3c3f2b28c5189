import { posix } from 'node:path';
import { mainContainer } from '../../flink/names.ts';
import type { Pod } from '../../kubernetes/objects.ts';

/** How a key of a ConfigMap comes into a pod's main container. */
export type Projection =
  /** As a file that the kubelet keeps up to date. */
  | { readonly kind: 'live'; readonly path: string }
  /** As it was when the container started, for good. */
  | { readonly kind: 'subPath'; readonly path: string }
  /** The volume lists its keys, and this one is not among them. */
  | { readonly kind: 'left out' }
  | { readonly kind: 'not mounted' };

export function projectionOf({ spec }: Pod, configMap: string, key: string): Projection {
  const container = spec?.containers.find(({ name }) => name === mainContainer) ?? spec?.containers[0];
  const found = (spec?.volumes ?? []).flatMap((volume): readonly Projection[] => {
    const projected = volume.projected?.sources?.map((source) => source.configMap) ?? [];
    const source = [volume.configMap, ...projected].find((candidate) => candidate?.name === configMap);
    if (source === undefined) return [];
    const path = source.items === undefined ? key : source.items.find((item) => item.key === key)?.path;
    const mounts = container?.volumeMounts?.filter(({ name }) => name === volume.name) ?? [];
    return mounts.map(({ mountPath, subPath, subPathExpr }) => {
      if (path === undefined) return { kind: 'left out' };
      if (subPath || subPathExpr) return { kind: 'subPath', path: mountPath };
      return { kind: 'live', path: posix.join(mountPath, path) };
    });
  });
  return found.find(({ kind }) => kind === 'live') ?? found[0] ?? { kind: 'not mounted' };
}
