import type { Kubelet } from '../../contracts.ts';
import type { VersionedStore } from '../object-store.ts';
import { invalid } from '../status.ts';
import { changeObject } from './change-object.ts';

type Written = { readonly store: VersionedStore; readonly kubelet: Kubelet };

/** What a write is made on: the cluster, or with `dryRun` one that answers as it does and changes nothing. */
export function writeOn(
  cluster: Written,
  dryRun: readonly string[] | undefined,
  options: 'DeleteOptions' | 'PatchOptions' | 'UpdateOptions',
): Written {
  if (dryRun === undefined || dryRun.length === 0) return cluster;
  if (dryRun.some((one) => one !== 'All')) throw unknownDryRun(dryRun, options);
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
    kubelet: { ...kubelet, podDeleted: () => {}, deploymentDeleted: () => {} },
  };
}

function unknownDryRun(dryRun: readonly string[], options: string) {
  return invalid(
    { kind: options, group: 'meta.k8s.io', name: '' },
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
      field: 'dryRun',
    },
  );
}
