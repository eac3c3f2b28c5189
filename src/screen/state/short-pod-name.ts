/** Of a pod's name what the header does not say already. */
export function shortPodName(name: string, clusterId: string): string {
  return name.startsWith(`${clusterId}-`) ? name.slice(clusterId.length + 1) : name;
}
