/** Flink's text for a job that sets no restart strategy. */
const clusterLevel = /^cluster level default/i;
const none = /^(none|off|disable)$/i;

/** @param strategy the text that Flink states for a job */
export function usesClusterStrategy(strategy: string): boolean {
  return clusterLevel.test(strategy);
}

/** Returns the restart strategy in the configuration of a cluster; undefined if it has none. */
export function configuredStrategy(options: ReadonlyMap<string, string> | undefined): string | undefined {
  return options?.get('restart-strategy.type') ?? options?.get('restart-strategy');
}

/** Whether a restart strategy of the configuration does not restart a job. */
export function isNoRestart(strategy: string): boolean {
  return none.test(strategy.trim());
}
