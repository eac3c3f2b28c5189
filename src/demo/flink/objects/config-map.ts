import { utcTime } from '../../../text/utc-time.ts';
import type { DemoObject } from '../../contracts.ts';
import type { ClusterSettings } from '../settings.ts';
import { flinkConfigData } from './flink-config.ts';
import { commonLabels, ownedBy } from './object-metadata.ts';

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

/** An entry of `managedFields` for a write of these keys of `data`. @param at epoch ms */
export function writtenFiles(manager: string, keys: readonly string[], at: number) {
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: utcTime(at),
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) },
  };
}

/** Returns an HA ConfigMap. It has no owner reference, so it remains after the Deployment is deleted. */
function haConfigMap(settings: ClusterSettings, name: string, data: Record<string, string>): DemoObject {
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
  haConfigMap(settings, leaderConfigMapName(settings), {});
export const jobConfigMap = (settings: ClusterSettings, jobId: string): DemoObject =>
  haConfigMap(settings, jobConfigMapName(settings, jobId), { counter: '1' });
