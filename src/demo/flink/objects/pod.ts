import type { DemoObject } from '../../contracts.ts';
import type { ClusterSettings } from '../settings.ts';
import { jobManagerLabels, ownedBy, taskManagerLabels } from './object-metadata.ts';
import { jobManagerPodSpec, taskManagerPodSpec } from './pod-spec.ts';

export function jobManagerPod(
  settings: ClusterSettings,
  owner: DemoObject,
  podTemplateHash: string,
  suffix: string,
): DemoObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${owner.metadata.name}-${suffix}`,
      namespace: settings.namespace,
      labels: { ...jobManagerLabels(settings), 'pod-template-hash': podTemplateHash },
      ownerReferences: ownedBy(owner),
    },
    spec: jobManagerPodSpec(settings),
  };
}

export function taskManagerPod(settings: ClusterSettings, owner: DemoObject, name: string): DemoObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: settings.namespace,
      labels: taskManagerLabels(settings),
      ownerReferences: ownedBy(owner),
    },
    spec: taskManagerPodSpec(settings, name),
  };
}
