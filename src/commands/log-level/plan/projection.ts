import { posix } from 'node:path';
import { mainContainer } from '../../../flink/names.ts';
import type { Pod } from '../../../kubernetes/objects.ts';

/** How a key of a ConfigMap comes to where the JVM of a pod reads its logging file. */
export type Projection =
  /** As a file that the kubelet keeps up to date. */
  | { readonly kind: 'live'; readonly path: string }
  /** As it was when the container started, for good. */
  | { readonly kind: 'subPath' }
  /** The volume lists its keys, and this one is not among them. */
  | { readonly kind: 'left out' }
  | { readonly kind: 'not mounted' };

/** `path` is the file as the JVM names it. Of mounts inside each other the innermost one is what it sees. */
export function projectionOf({ spec }: Pod, configMap: string, key: string, path: string): Projection {
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
  const isThere =
    source.items === undefined ? file === key : source.items.some((item) => item.key === key && item.path === file);
  return isThere ? { kind: 'live', path } : { kind: 'left out' };
}
