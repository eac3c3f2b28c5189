import { jobManagersOfAllClusters } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Deployment } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { describeDeployment } from '../cluster/describe-deployment.ts';
import type { ClusterMode, SessionDeployment } from '../snapshot.ts';

/** One Flink cluster on native Kubernetes, by the Deployment of its JobManagers. */
export type FoundCluster = {
  readonly clusterId: string;
  readonly namespace: string;
  readonly mode: ClusterMode;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly createdAt: number;
  readonly owner: SessionDeployment['owner'];
  readonly beingDeletedSince: number | undefined;
  readonly finalizers: readonly string[];
  readonly image: string | undefined;
  /** By the image's tag, which nobody is bound to. */
  readonly flinkVersion: string | undefined;
};

export type FoundClusters = readonly FoundCluster[] & {
  /** Set where all namespaces were asked for, may not be listed, and this one was looked at instead. */
  readonly narrowedTo: string | undefined;
};

/**
 * Every Flink cluster of a namespace, or with none of all namespaces, by namespace and cluster-id. A user who may
 * not list the whole cluster gets those of the context's namespace, and `narrowedTo` says so.
 */
export async function findClusters(
  kubernetes: KubernetesApi,
  { namespace }: { readonly namespace?: string | undefined },
  signal: AbortSignal,
): Promise<FoundClusters> {
  try {
    return found(await listJobManagers(kubernetes, namespace, signal), undefined);
  } catch (error) {
    const mayBeNarrowed = namespace === undefined && error instanceof KubernetesError && error.kind === 'forbidden';
    if (!mayBeNarrowed) throw error;
    return found(await listJobManagers(kubernetes, kubernetes.namespace, signal), kubernetes.namespace);
  }
}

function listJobManagers(kubernetes: KubernetesApi, namespace: string | undefined, signal: AbortSignal) {
  return kubernetes.list<Deployment>(
    { resource: resources.deployments, namespace, labelSelector: jobManagersOfAllClusters },
    signal,
  );
}

function found(deployments: readonly Deployment[], narrowedTo: string | undefined): FoundClusters {
  const clusters = deployments
    .map(describeCluster)
    .sort((a, b) => a.namespace.localeCompare(b.namespace) || a.clusterId.localeCompare(b.clusterId));
  return Object.assign(clusters, { narrowedTo });
}

function describeCluster(deployment: Deployment): FoundCluster {
  const { name, replicas, readyReplicas, createdAt, owner, image, mode, ...deletion } = describeDeployment(deployment);
  const { beingDeletedSince, finalizers } = deletion;
  return {
    clusterId: deployment.metadata?.labels?.app ?? name,
    namespace: deployment.metadata?.namespace ?? '',
    mode,
    replicas,
    readyReplicas,
    createdAt,
    owner,
    beingDeletedSince,
    finalizers,
    image,
    flinkVersion: image === undefined ? undefined : /:v?(\d+\.\d+(?:\.\d+)?)/.exec(image)?.[1],
  };
}
