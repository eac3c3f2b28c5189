import type { Kubelet } from '../../contracts.ts';
import type { VersionedStore } from '../object-store.ts';
import { invalid } from '../status.ts';
import { changeObject } from './change-object.ts';

type WriteTarget = { readonly store: VersionedStore; readonly kubelet: Kubelet };

/** Returns the cluster. For a dry run, returns a copy whose writes have the same results but change nothing. */
export function chooseWriteTarget(
  cluster: WriteTarget,
  dryRun: readonly string[] | undefined,
  options: 'DeleteOptions' | 'PatchOptions' | 'UpdateOptions',
): WriteTarget {
  if (dryRun === undefined || dryRun.length === 0) return cluster;
  if (dryRun.some((value) => value !== 'All')) throw unsupportedDryRun(dryRun, options);
  const { store, kubelet } = cluster;
  return {
    store: {
      ...store,
      update: (kind, namespace, name, change) => {
        const before = store.get(kind, namespace, name);
        return before && changeObject(kind, before, change);
      },
      remove: store.get,
    },
    kubelet: { ...kubelet, onPodDeleted: () => {}, onDeploymentDeleted: () => {} },
  };
}

function unsupportedDryRun(dryRun: readonly string[], options: string) {
  return invalid(
    { kind: options, group: 'meta.k8s.io', name: '' },
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
      field: 'dryRun',
    },
  );
}
