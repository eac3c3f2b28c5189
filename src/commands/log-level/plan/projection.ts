import { posix } from 'node:path';
import { mainContainer } from '../../../flink/names.ts';
import type { Pod } from '../../../kubernetes/objects.ts';

/** A pod's mount of a ConfigMap key at the path of the logging configuration file. */
export type Projection =
  /** The kubelet updates the file after each change of the ConfigMap. */
  | { readonly kind: 'live'; readonly path: string }
  /** The kubelet does not update the file after the start of the container. */
  | { readonly kind: 'subPath' }
  /** The volume does not contain the key at this path. */
  | { readonly kind: 'excluded' }
  | { readonly kind: 'not mounted' };

/** Returns how the pod mounts the key at `path`. If mounts are nested, the innermost mount applies. */
export function findProjection({ spec }: Pod, configMap: string, key: string, path: string): Projection {
  const container = spec?.containers.find(({ name }) => name === mainContainer) ?? spec?.containers[0];
  const [mount] = (container?.volumeMounts ?? [])
    .filter(({ mountPath }) => path === mountPath || path.startsWith(posix.join(mountPath, '/')))
    .sort((a, b) => b.mountPath.length - a.mountPath.length);
  const volume = spec?.volumes?.find(({ name }) => name === mount?.name);
  const projected = volume?.projected?.sources?.map((source) => source.configMap) ?? [];
  const source = [volume?.configMap, ...projected].find((candidate) => candidate?.name === configMap);
  if (mount === undefined || source === undefined) return { kind: 'not mounted' };
  if (mount.subPath || mount.subPathExpr) return { kind: 'subPath' };
  const file = posix.relative(mount.mountPath, path);
  const isIncluded =
    source.items === undefined ? file === key : source.items.some((item) => item.key === key && item.path === file);
  return isIncluded ? { kind: 'live', path } : { kind: 'excluded' };
}
