import { utcClockAndAge } from '../../text/utc-time.ts';
import type { ConfigFileState } from './session-info.ts';

/** `flink-config-my-cluster, config.yaml, changed 03:36:13 UTC (7m ago) by kubectl-edit` */
export function configFileText(
  { configMap, file, changedAt, changedBy, isChangedSinceStart }: ConfigFileState,
  now: number,
): string {
  const name = `${configMap}, ${file}`;
  if (changedAt === undefined) return name;
  const verb = isChangedSinceStart ? 'changed' : 'written';
  return `${name}, ${verb} ${utcClockAndAge(changedAt, now)} by ${changedBy}`;
}
