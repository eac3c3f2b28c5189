import { effectiveLevel } from '../../logging-config/effective-level.ts';
import type { ConfiguredLogger } from '../../logging-config/logging-config.ts';
import type { PendingLevel } from '../../session/levels/pending-levels.ts';
import type { ScreenState } from '../state/screen-state.ts';

export type LoggerRow = ConfiguredLogger & {
  readonly pending: PendingLevel | undefined;
  /** Events of it in the logs that were read. */
  readonly count: number;
};

/** The loggers of the file, then those that have logged something, the busiest first; as far as the filter leaves them. */
export function loggerRows(
  { snapshot, drawnLogs: { loggers: seen } }: ScreenState,
  filter: string,
): readonly LoggerRow[] {
  if (snapshot?.logging === undefined) return [];
  const { config, pending } = snapshot.logging;
  const counts = new Map(seen.map(({ name, count }) => [name, count]));
  const inFile = new Set(config.loggers.map(({ name }) => name));
  const others = seen
    .filter(({ name }) => !inFile.has(name))
    .sort((a, b) => b.count - a.count)
    .map(({ name }) => ({ name, ...effectiveLevel(config, name) }));
  return [...config.loggers, ...others]
    .filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
    .map((logger) => ({
      ...logger,
      pending: pending?.levels.find((level) => level.logger === logger.name),
      count: counts.get(logger.name) ?? 0,
    }));
}
