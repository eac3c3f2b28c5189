/** What there is near a session cluster that is not there. */
export type NearMiss = {
  /** Cluster-ids of the same namespace that are spelt nearly so. */
  readonly nearest: readonly string[];
  /** Other namespaces with a cluster of this very id. */
  readonly otherNamespaces: readonly string[];
  /** What exists of it all the same: `ConfigMap my-cluster-cluster-config-map`. */
  readonly leftovers: readonly string[];
};

/** No session cluster of this id in this namespace. Nothing was created: Flink's own client would have deployed one. */
export class SessionNotFound extends Error {
  override readonly name = 'SessionNotFound';
  readonly clusterId: string;
  readonly namespace: string;
  readonly nearMiss: NearMiss;
  /** What to do next, a line each. */
  readonly hints: readonly string[];

  constructor(clusterId: string, namespace: string, nearMiss: NearMiss) {
    super(`There is no session cluster ${clusterId} in the namespace ${namespace}.`);
    this.clusterId = clusterId;
    this.namespace = namespace;
    this.nearMiss = nearMiss;
    this.hints = hintsOf(nearMiss);
  }
}

function hintsOf({ nearest, otherNamespaces: elsewhere, leftovers: pieces }: NearMiss): readonly string[] {
  const hints: string[] = [];
  if (nearest.length > 0) hints.push(`Did you mean ${nearest.join(' or ')}?`);
  for (const namespace of elsewhere) hints.push(`There is one in the namespace ${namespace}: add -n ${namespace}.`);
  if (pieces.length > 0) hints.push(`These exist all the same: ${pieces.join(', ')}.`);
  if (hints.length === 0) hints.push('flink-tui clusters -A lists what you may see.');
  return hints;
}
