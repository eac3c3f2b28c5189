import { findLastChange, type LastChange } from '../../../session/cluster/last-change.ts';
import type { Services } from '../../record/command.ts';
import { clockTime } from '../clock-time.ts';
import type { LiveFile } from './live-file.ts';

/** Finds the author and the time of a logger's current level. */
export function findLevelChange(file: LiveFile, logger: string, level: string | undefined): LastChange {
  const pending = file.pending?.levels.find((one) => one.logger === logger && one.level === level);
  return pending === undefined ? findLastChange(file.configMap, file.key) : { by: pending.by, at: pending.since };
}

/** `bob@laptop at 14:03:20` */
export function describeLastChange(services: Services, { by, at }: LastChange): string {
  return at === undefined ? by : `${by} at ${clockTime(services, at)}`;
}
