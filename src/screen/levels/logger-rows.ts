import { effectiveLevel } from '../../logging-config/effective-level.ts';
import type { ConfiguredLogger } from '../../logging-config/logging-config.ts';
import type { PendingLevel } from '../../session/levels/pending-levels.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';

export type LoggerRow = ConfiguredLogger & {
  readonly pending: PendingLevel | undefined;
  /** Number of events of the logger in the logs read so far. */
  readonly count: number;
};

/** Returns the filtered loggers: configured ones, then others from the logs with the most frequent first. */
export function loggerRows(
  { snapshot, drawnLogs: { loggers: logged } }: ScreenState,
  filter: string,
): readonly LoggerRow[] {
  if (snapshot?.logging === undefined) return [];
  const { config, pending } = snapshot.logging;
  const counts = new Map(logged.map(({ name, count }) => [name, count]));
  const configured = new Set(config.loggers.map(({ name }) => name));
  const others = logged
    .filter(({ name }) => !configured.has(name))
    .sort((a, b) => b.count - a.count)
    .map(({ name }) => ({ name, ...effectiveLevel(config, name) }));
  return [...config.loggers, ...others]
    .filter(({ name }) => matchesFilter(name, filter))
    .map((logger) => ({
      ...logger,
      pending: pending?.levels.find((level) => level.logger === logger.name),
      count: counts.get(logger.name) ?? 0,
    }));
}
