import { mainContainer, modeFromArguments } from '../../flink/names.ts';
import type { Deployment } from '../../kubernetes/objects.ts';
import type { SessionDeployment } from '../snapshot.ts';
import { timeOf } from './object-time.ts';

/** Returns the fields of a JobManager Deployment that flink-tui uses. */
export function describeDeployment(deployment: Deployment): SessionDeployment {
  const { metadata, spec, status } = deployment;
  const container = mainContainerOf(deployment);
  const owner = metadata?.ownerReferences?.[0];
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    replicas: spec?.replicas ?? 1,
    readyReplicas: status?.readyReplicas ?? 0,
    createdAt: timeOf(metadata?.creationTimestamp) ?? 0,
    image: container?.image,
    owner: owner && { kind: owner.kind, name: owner.name },
    beingDeletedSince: timeOf(metadata?.deletionTimestamp),
    finalizers: metadata?.finalizers ?? [],
    mode: modeFromArguments(container?.args) ?? 'unknown',
  };
}

function mainContainerOf(deployment: Deployment) {
  const containers = deployment.spec?.template.spec?.containers;
  return containers?.find(({ name }) => name === mainContainer) ?? containers?.[0];
}
