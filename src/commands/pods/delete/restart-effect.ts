import { configuredStrategy, isNoRestart, usesClusterStrategy } from '../../../session/jobs/restart-strategy.ts';

/** Restart strategies that do not restart a job, as in Flink's REST API. */
const deactivated = /deactivated|no restart|^none$/i;

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
  if (own !== undefined && !usesClusterStrategy(own)) return deactivated.test(own) ? 'fails' : 'restarts';
  const configured = configuredStrategy(options);
  if (configured !== undefined) return isNoRestart(configured) ? 'fails' : 'restarts';
  return takesCheckpoints === false ? 'fails' : 'restarts';
}
