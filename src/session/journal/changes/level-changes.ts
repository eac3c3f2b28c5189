import type { LevelEntry } from '../entry.ts';
import { seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds log levels that a flink-tui changed or reverted. */
export const levelChanges: FindChanges = (known, { logging }, clock) => {
  if (logging === undefined) return [];
  const levels = logging.pending?.levels ?? [];
  const pending = new Set(levels.map(({ logger }) => logger));
  const changed = levels
    .filter(({ logger, level, since }) => {
      const before = known.levels.get(logger);
      return before?.level !== level || before.at !== since;
    })
    .map(
      ({ logger, level, since, until, by }): LevelEntry => ({
        kind: 'level',
        at: since,
        logger,
        level,
        by,
        ...(until !== null && { until }),
      }),
    );
  const reverted = [...known.levels.keys()]
    .filter((logger) => !pending.has(logger))
    .map((logger): LevelEntry => ({ kind: 'level', ...seenNow(clock), logger }));
  return [...changed, ...reverted];
};
