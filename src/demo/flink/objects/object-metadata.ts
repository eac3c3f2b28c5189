import type { DemoObject } from '../../contracts.ts';
import type { ClusterSettings } from '../settings.ts';

/** Labels of every object that Flink creates for a cluster. */
export const commonLabels = ({ clusterId }: ClusterSettings) => ({
  app: clusterId,
  type: 'flink-native-kubernetes',
});

export const jobManagerLabels = (settings: ClusterSettings) => ({
  ...commonLabels(settings),
  component: 'jobmanager',
});

export const taskManagerLabels = (settings: ClusterSettings) => ({
  ...commonLabels(settings),
  component: 'taskmanager',
});

type OwnerReference = NonNullable<DemoObject['metadata']['ownerReferences']>[number] & {
  readonly blockOwnerDeletion: boolean;
};

/** Returns owner references, so that the garbage collector deletes the object with its owner. */
export function ownedBy({ apiVersion, kind, metadata }: DemoObject): OwnerReference[] {
  if (metadata.uid === undefined) throw new Error(`cannot refer to ${kind} ${metadata.name} as an owner: no uid`);
  return [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true }];
}
