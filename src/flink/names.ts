/** The names and labels that Flink's native Kubernetes integration gives to its objects (flink.md 2.1, 2.2, 2.3, 2.8). */

/** Of JobManagers and TaskManagers alike; users add sidecars, so that logs are always asked of this one by name. */
export const mainContainer = 'flink-main-container';

/** Deployments and pods with these labels are JobManagers of native clusters, sessions and applications alike. */
export const jobManagersOfAllClusters = 'type=flink-native-kubernetes,component=jobmanager';

export const restServiceName = (clusterId: string): string => `${clusterId}-rest`;
export const deploymentName = (clusterId: string): string => clusterId;
export const flinkConfigMapName = (clusterId: string): string => `flink-config-${clusterId}`;
export const haConfigMapName = (clusterId: string): string => `${clusterId}-cluster-config-map`;

/** Everything that belongs to one cluster. */
export const clusterSelector = (clusterId: string): string => `app=${clusterId},type=flink-native-kubernetes`;
/** The JobManagers of one cluster: its Deployment and their pods. */
export const jobManagerSelector = (clusterId: string): string => `${clusterSelector(clusterId)},component=jobmanager`;

export function roleOf(
  labels: { readonly [key: string]: string } | undefined,
): 'jobmanager' | 'taskmanager' | undefined {
  const component = labels?.component;
  return component === 'jobmanager' || component === 'taskmanager' ? component : undefined;
}

/** By the arguments of the JobManager's main container; no label tells it. */
export function modeFromArguments(
  containerArguments: readonly string[] | undefined,
): 'session' | 'application' | undefined {
  const words = (containerArguments ?? []).join(' ');
  if (words.includes('kubernetes-session')) return 'session';
  return words.includes('kubernetes-application') ? 'application' : undefined;
}

/** The port that REST is to be forwarded from; with host networking none is declared (flink.md 2.3). */
export function restPort(
  ports: readonly { readonly name?: string; readonly containerPort: number }[] | undefined,
): number {
  return ports?.find(({ name }) => name === 'rest')?.containerPort ?? 8081;
}

type ConfigMapMetadata = {
  readonly name?: string | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly ownerReferences?: readonly unknown[] | undefined;
};

/**
 * Of the high-availability ConfigMaps, which stay when the cluster is stopped: they carry the cluster's labels and have no
 * owner. The operator's `autoscaler-ID` carries `app=ID` as well, but not Flink's `type`; `flink-config-ID` has an owner.
 */
export function isHaConfigMap(
  clusterId: string,
  { metadata = {} }: { readonly metadata?: ConfigMapMetadata | undefined },
): boolean {
  const { name = '', labels = {}, ownerReferences = [] } = metadata;
  const isOfCluster = labels.app === clusterId && labels.type === 'flink-native-kubernetes';
  return isOfCluster && ownerReferences.length === 0 && name.endsWith('-config-map');
}

/** The host that the leading JobManager is reached at, by the data of the HA ConfigMap: its pod's IP. */
export function leaderHost(haData: { readonly [key: string]: string } | undefined): string | undefined {
  const value = haData?.['org.apache.flink.k8s.leader.restserver'];
  const address = value?.slice(value.indexOf(',') + 1);
  if (address === undefined || !URL.canParse(address)) return undefined;
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}
