import type { DemoObject, ObjectStore } from '../contracts.ts';

/** A file in a container. `changedAt` is in epoch ms. */
export type PodFile = { readonly text: string; readonly changedAt: number };

/** A pod's ConfigMap volume, which the kubelet updates. */
export type ConfigVolume = {
  /** Updates the files from the ConfigMap. If the ConfigMap lacks a key, changes nothing and returns the key. */
  readonly sync: () => string | undefined;
  /** Binds `subPath` mounts to the current files. Bound files stay the same until the container restarts. */
  readonly bindSubPaths: () => void;
  readonly readFile: (path: string) => PodFile | undefined;
};

type Item = { readonly key: string; readonly path: string };
type PodSpec = {
  readonly containers: readonly { readonly volumeMounts?: readonly Mount[] }[];
  readonly volumes: readonly { readonly name: string; readonly configMap?: { name: string; items: readonly Item[] } }[];
};
type Mount = { readonly name: string; readonly mountPath: string; readonly subPath?: string };

export function createConfigVolume(pod: DemoObject, store: ObjectStore, now: () => number): ConfigVolume {
  const { containers, volumes } = pod.spec as PodSpec;
  const volume = volumes.find(({ configMap }) => configMap !== undefined);
  const mounts = (containers[0]?.volumeMounts ?? []).filter(({ name }) => name === volume?.name);
  /** Files of the volume by name. */
  let files: ReadonlyMap<string, PodFile> = new Map();
  const bound = new Map<string, PodFile>();

  function sync(): string | undefined {
    if (!volume?.configMap) return undefined;
    const { name, items } = volume.configMap;
    const data = (store.get('configmaps', pod.metadata.namespace, name)?.data ?? {}) as Record<string, string>;
    const missing = items.find(({ key }) => data[key] === undefined);
    if (missing) return missing.key;
    const hasChanged = items.some(({ key, path }) => files.get(path)?.text !== data[key]);
    if (!hasChanged) return undefined;
    // The kubelet swaps one symbolic link, so all files get a new modification time.
    const changedAt = now();
    files = new Map(items.map(({ key, path }) => [path, { text: data[key] as string, changedAt }]));
    return undefined;
  }

  function bindSubPaths(): void {
    for (const { mountPath, subPath } of mounts) {
      const file = subPath === undefined ? undefined : files.get(subPath);
      if (file) bound.set(mountPath, file);
    }
  }

  function readFile(path: string): PodFile | undefined {
    const inDirectory = mounts.find(
      ({ mountPath, subPath }) => subPath === undefined && path.startsWith(`${mountPath}/`),
    );
    return bound.get(path) ?? (inDirectory && files.get(path.slice(inDirectory.mountPath.length + 1)));
  }

  return { sync, bindSubPaths, readFile };
}
