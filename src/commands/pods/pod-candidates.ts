/**
 * Returns the completions of a pod name without the `taken` names, in a form that `selectPods` accepts. Completions are
 * short names as in the tables (`taskmanager-1-1`), or full names if no short name matches.
 */
export function podCandidates<P extends { readonly name: string }>(
  pods: readonly P[],
  clusterId: string,
  typed: string,
  taken: readonly string[],
): readonly { readonly text: string; readonly pod: P }[] {
  const short = (name: string) => (name.startsWith(`${clusterId}-`) ? name.slice(clusterId.length + 1) : name);
  const available = pods.filter(({ name }) => !taken.includes(name) && !taken.includes(short(name)));
  const byShortName = available.filter(({ name }) => short(name).startsWith(typed));
  if (byShortName.length > 0) return byShortName.map((pod) => ({ text: short(pod.name), pod }));
  return available.filter(({ name }) => name.startsWith(typed)).map((pod) => ({ text: pod.name, pod }));
}
