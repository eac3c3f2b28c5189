import { jobManagersOfAllClusters } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Deployment } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { describeDeployment } from '../cluster/describe-deployment.ts';
import type { ClusterMode, SessionDeployment } from '../snapshot.ts';

/** A Flink cluster on native Kubernetes, described by its JobManager Deployment. */
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
  /** Version from the image tag. A custom tag may contain no version or a wrong one. */
  readonly flinkVersion: string | undefined;
};

export type FoundClusters = readonly FoundCluster[] & {
  /** The searched namespace if the user has no permission to list all namespaces; otherwise undefined. */
  readonly narrowedTo: string | undefined;
};

/**
 * Returns the Flink clusters of a namespace, or of all namespaces, sorted by namespace and cluster-id. If the user has
 * no permission to list all namespaces, only the context's namespace is searched.
 */
export async function findClusters(
  kubernetes: KubernetesApi,
  { namespace }: { readonly namespace?: string | undefined },
  signal: AbortSignal,
): Promise<FoundClusters> {
  try {
    return sortClusters(await listJobManagers(kubernetes, namespace, signal), undefined);
  } catch (error) {
    const canNarrow = namespace === undefined && error instanceof KubernetesError && error.kind === 'forbidden';
    if (!canNarrow) throw error;
    return sortClusters(await listJobManagers(kubernetes, kubernetes.namespace, signal), kubernetes.namespace);
  }
}

function listJobManagers(kubernetes: KubernetesApi, namespace: string | undefined, signal: AbortSignal) {
  return kubernetes.list<Deployment>(
    { resource: resources.deployments, namespace, labelSelector: jobManagersOfAllClusters },
    signal,
  );
}

function sortClusters(deployments: readonly Deployment[], narrowedTo: string | undefined): FoundClusters {
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
