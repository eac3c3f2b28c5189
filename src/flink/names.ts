/**
 * Names and labels of the objects that Flink's native Kubernetes integration creates (Flink's Constants and
 * KubernetesUtils).
 */

/** Main container of JobManagers and TaskManagers. Log requests name this container, because pods may have sidecars. */
export const mainContainer = 'flink-main-container';

/** Selects the JobManagers of all native clusters, session and application. */
export const jobManagersOfAllClusters = 'type=flink-native-kubernetes,component=jobmanager';

export const restServiceName = (clusterId: string): string => `${clusterId}-rest`;
export const deploymentName = (clusterId: string): string => clusterId;
export const flinkConfigMapName = (clusterId: string): string => `flink-config-${clusterId}`;
export const haConfigMapName = (clusterId: string): string => `${clusterId}-cluster-config-map`;

/** Selects all objects of a cluster. */
export const clusterSelector = (clusterId: string): string => `app=${clusterId},type=flink-native-kubernetes`;
/** Selects the JobManager Deployment and pods of a cluster. */
export const jobManagerSelector = (clusterId: string): string => `${clusterSelector(clusterId)},component=jobmanager`;

export function roleOf(
  labels: { readonly [key: string]: string } | undefined,
): 'jobmanager' | 'taskmanager' | undefined {
  const component = labels?.component;
  return component === 'jobmanager' || component === 'taskmanager' ? component : undefined;
}

/** Detects the mode from the arguments of the JobManager's main container. No label contains the mode. */
export function modeFromArguments(
  containerArguments: readonly string[] | undefined,
): 'session' | 'application' | undefined {
  const commandLine = (containerArguments ?? []).join(' ');
  if (commandLine.includes('kubernetes-session')) return 'session';
  return commandLine.includes('kubernetes-application') ? 'application' : undefined;
}

/** Returns the REST port. Containers with host networking declare no ports. */
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

/** Returns whether a ConfigMap is a high-availability ConfigMap, which remains after the cluster is stopped. */
export function isHaConfigMap(
  clusterId: string,
  { metadata = {} }: { readonly metadata?: ConfigMapMetadata | undefined },
): boolean {
  const { name = '', labels = {}, ownerReferences = [] } = metadata;
  // The operator's `autoscaler-ID` lacks Flink's `type` label, and `flink-config-ID` has an owner.
  const belongsToCluster = labels.app === clusterId && labels.type === 'flink-native-kubernetes';
  return belongsToCluster && ownerReferences.length === 0 && name.endsWith('-config-map');
}

/** Returns the host (the pod IP) of the leading JobManager from the HA ConfigMap's data. */
export function leaderHost(haData: { readonly [key: string]: string } | undefined): string | undefined {
  const value = haData?.['org.apache.flink.k8s.leader.restserver'];
  const address = value?.slice(value.indexOf(',') + 1);
  if (address === undefined || !URL.canParse(address)) return undefined;
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}
