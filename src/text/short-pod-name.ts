/** Returns the pod name without the cluster-id, which the header shows. */
export function shortPodName(name: string, clusterId: string): string {
  return name.startsWith(`${clusterId}-`) ? name.slice(clusterId.length + 1) : name;
}
