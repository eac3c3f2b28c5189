import type { DemoObject } from '../../contracts.ts';
import type { ClusterSettings } from '../settings.ts';
import { jobManagerLabels, ownedBy } from './object-metadata.ts';
import { jobManagerPodSpec } from './pod-spec.ts';

export const jobManagerReplicas = ({ highAvailability }: ClusterSettings): number => (highAvailability ? 2 : 1);

export function deployment(settings: ClusterSettings): DemoObject {
  const labels = jobManagerLabels(settings);
  const operator = {
    apiVersion: 'flink.apache.org/v1beta1',
    kind: 'FlinkDeployment',
    name: settings.clusterId,
    uid: 'f1a2b3c4-0d1e-4f5a-8b6c-7d8e9f0a1b2c',
    controller: false,
    blockOwnerDeletion: true,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: settings.clusterId,
      namespace: settings.namespace,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ...(settings.operatorOwned && { ownerReferences: [operator] }),
    },
    spec: {
      progressDeadlineSeconds: 600,
      replicas: jobManagerReplicas(settings),
      revisionHistoryLimit: 10,
      selector: { matchLabels: labels },
      strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
      template: { metadata: { labels }, spec: jobManagerPodSpec(settings) },
    },
    status: {},
  };
}

export function replicaSet(settings: ClusterSettings, owner: DemoObject, podTemplateHash: string): DemoObject {
  const labels = { ...jobManagerLabels(settings), 'pod-template-hash': podTemplateHash };
  const replicas = jobManagerReplicas(settings);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${settings.clusterId}-${podTemplateHash}`,
      namespace: settings.namespace,
      labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(replicas),
        'deployment.kubernetes.io/max-replicas': String(replicas + 1),
        'deployment.kubernetes.io/revision': '1',
      },
      ownerReferences: ownedBy(owner),
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: jobManagerPodSpec(settings) },
    },
    status: { replicas: 0 },
  };
}

/** Returns the status of a ReplicaSet with these numbers of pods and ready pods. */
export function replicaSetStatus(replicas: number, ready: number) {
  return {
    replicas,
    fullyLabeledReplicas: replicas,
    observedGeneration: 1,
    ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
  };
}

/** Returns the status of a Deployment with these numbers of desired replicas, pods and ready pods. */
export function deploymentStatus(desired: number, replicas: number, ready: number, at: string) {
  const isAvailable = ready >= desired;
  return {
    observedGeneration: 1,
    ...(replicas > 0 && { replicas, updatedReplicas: replicas }),
    ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
    ...(ready < desired && { unavailableReplicas: desired - ready }),
    conditions: [
      {
        type: 'Available',
        status: isAvailable ? 'True' : 'False',
        reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
        message: `Deployment ${isAvailable ? 'has' : 'does not have'} minimum availability.`,
        lastTransitionTime: at,
        lastUpdateTime: at,
      },
    ],
  };
}
