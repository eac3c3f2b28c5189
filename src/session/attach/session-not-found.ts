/** Suggestions for a session cluster that does not exist. */
export type NearMiss = {
  /** Cluster-ids with a similar spelling in the same namespace. */
  readonly nearest: readonly string[];
  /** Other namespaces that have a cluster with this id. */
  readonly otherNamespaces: readonly string[];
  /** Resources that remain of a deleted cluster: `ConfigMap my-cluster-cluster-config-map`. */
  readonly leftovers: readonly string[];
};

/** The namespace has no session cluster with this id. Flink's own client would deploy one, but flink-tui never does. */
export class SessionNotFound extends Error {
  override readonly name = 'SessionNotFound';
  readonly clusterId: string;
  readonly namespace: string;
  readonly nearMiss: NearMiss;
  /** Next steps, one line each. */
  readonly hints: readonly string[];

  constructor(clusterId: string, namespace: string, nearMiss: NearMiss) {
    super(`no session cluster ${clusterId} found in namespace ${namespace}`);
    this.clusterId = clusterId;
    this.namespace = namespace;
    this.nearMiss = nearMiss;
    this.hints = formatHints(nearMiss);
  }
}

function formatHints({ nearest, otherNamespaces, leftovers }: NearMiss): readonly string[] {
  const hints: string[] = [];
  if (nearest.length > 0) hints.push(`Did you mean ${nearest.join(' or ')}?`);
  for (const namespace of otherNamespaces) hints.push(`Found in namespace ${namespace}: add -n ${namespace}`);
  if (leftovers.length > 0) hints.push(`Related resources still exist: ${leftovers.join(', ')}`);
  if (hints.length === 0) hints.push('List all clusters: flink-tui clusters -A');
  return hints;
}
