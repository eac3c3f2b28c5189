/**
 * How completion writes the pods that `typed` can become: by the short names that the tables show (`taskmanager-1-1`),
 * or by their full names once the beginning of one is typed. `selectPods` takes both. `taken` are named already.
 */
export function podCandidates<P extends { readonly name: string }>(
  pods: readonly P[],
  clusterId: string,
  typed: string,
  taken: readonly string[],
): readonly { readonly text: string; readonly pod: P }[] {
  const short = (name: string) => (name.startsWith(`${clusterId}-`) ? name.slice(clusterId.length + 1) : name);
  const free = pods.filter(({ name }) => !taken.includes(name) && !taken.includes(short(name)));
  const byShortName = free.filter(({ name }) => short(name).startsWith(typed));
  if (byShortName.length > 0) return byShortName.map((pod) => ({ text: short(pod.name), pod }));
  return free.filter(({ name }) => name.startsWith(typed)).map((pod) => ({ text: pod.name, pod }));
}
