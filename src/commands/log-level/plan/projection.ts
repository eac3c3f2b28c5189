import { posix } from 'node:path';
import { mainContainer } from '../../../flink/names.ts';
import type { Pod } from '../../../kubernetes/objects.ts';

/** How a key of a ConfigMap is mounted at the path of the JVM's logging file. */
export type Projection =
  /** A file that the kubelet updates. */
  | { readonly kind: 'live'; readonly path: string }
  /** A file that is never updated after the container start. */
  | { readonly kind: 'subPath' }
  /** The volume lists its keys, and this key is not in the list. */
  | { readonly kind: 'excluded' }
  | { readonly kind: 'not mounted' };

/** Finds the projection at `path`, the path of the file in the pod. The innermost mount applies. */
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
