import type { DemoObject } from '../../contracts.ts';
import type { ClusterSettings } from '../settings.ts';
import { flinkConfigData } from './flink-config.ts';
import { commonLabels, ownedBy } from './owned.ts';

export function flinkConfigMap(settings: ClusterSettings, owner: DemoObject): DemoObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `flink-config-${settings.clusterId}`,
      namespace: settings.namespace,
      labels: commonLabels(settings),
      ownerReferences: ownedBy(owner),
    },
    data: flinkConfigData(settings),
    ...(settings.logging === 'immutable' && { immutable: true }),
  };
}

/** High availability's ConfigMaps have no owner, so that they outlive the cluster (flink.md 2.8). */
function ownerless(settings: ClusterSettings, name: string, data: Record<string, string>): DemoObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: settings.namespace, labels: commonLabels(settings) },
    data,
  };
}

export const leaderConfigMapName = ({ clusterId }: ClusterSettings): string => `${clusterId}-cluster-config-map`;
export const jobConfigMapName = ({ clusterId }: ClusterSettings, jobId: string): string =>
  `${clusterId}-${jobId}-config-map`;

export const leaderConfigMap = (settings: ClusterSettings): DemoObject =>
  ownerless(settings, leaderConfigMapName(settings), {});
export const jobConfigMap = (settings: ClusterSettings, jobId: string): DemoObject =>
  ownerless(settings, jobConfigMapName(settings, jobId), { counter: '1' });
