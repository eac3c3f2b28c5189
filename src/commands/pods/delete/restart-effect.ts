/** Restart strategies that do not restart a job, as in the configuration and as in Flink's REST API. */
const none = /^(none|off|disable)$/i;
const deactivated = /deactivated|no restart|^none$/i;
/** Flink's text for a job that sets no restart strategy. */
const clusterLevel = /^cluster level default/i;

/**
 * Returns whether a job restarts after it has lost a TaskManager. Without a restart strategy, Flink restarts only jobs that
 * take checkpoints (`restart-strategy.type`).
 * @param own the strategy that Flink states for the job; undefined if unknown
 * @param options the configuration of the cluster; undefined if unknown
 * @param takesCheckpoints undefined if unknown
 */
export function restartEffect(
  own: string | undefined,
  options: ReadonlyMap<string, string> | undefined,
  takesCheckpoints: boolean | undefined,
): 'restarts' | 'fails' {
  if (own !== undefined && !clusterLevel.test(own)) return deactivated.test(own) ? 'fails' : 'restarts';
  const configured = options?.get('restart-strategy.type') ?? options?.get('restart-strategy');
  if (configured !== undefined) return none.test(configured.trim()) ? 'fails' : 'restarts';
  return takesCheckpoints === false ? 'fails' : 'restarts';
}
