import { type LogLevel, logLevels } from '../log-store.ts';
import { levelIndex, type Talker } from './talkers.ts';
import { isLogger } from './unnamed-loggers.ts';

/** Levels with a smaller share of what a logger writes are not worth a change. */
const minLevelShare = 0.01;
/** Above this level, a logger would hide its errors. */
const highestLevel: LogLevel = 'ERROR';

type Written = Pick<Talker, 'logger' | 'bytes' | 'bytesByLevel'>;

/** Share of the bytes of all loggers that a logger would no longer write at this level, 0 to 1. */
export function savedShare(talker: Written & Pick<Talker, 'share'>, level: LogLevel): number {
  return talker.bytes === 0 ? 0 : (talker.share * savedBytes(talker, level)) / talker.bytes;
}

/** Bytes per second that a logger would no longer write at this level. */
function savedBytes({ bytesByLevel }: Written, level: LogLevel): number {
  return bytesByLevel.slice(0, levelIndex(level)).reduce((sum, count) => sum + count, 0);
}

/**
 * Returns the next level up: the one above the lowest level at which the logger writes. undefined if that would hide
 * errors, or if the lines have no logger or level.
 */
export function nextLevelUp({ logger, bytes, bytesByLevel }: Written): LogLevel | undefined {
  const lowest = bytesByLevel.findIndex((count) => count > 0 && count >= minLevelShare * bytes);
  if (!isLogger(logger) || lowest === -1 || lowest >= levelIndex(highestLevel)) return undefined;
  return logLevels[lowest + 1];
}

export type Prediction = {
  readonly level: LogLevel;
  /** Of the bytes of all loggers, 0 to 1. */
  readonly savedShare: number;
  /** Per second. */
  readonly savedBytes: number;
};

/** Returns what each level up to ERROR would save. Levels that save nothing are left out. */
export function predictions(talker: Talker): readonly Prediction[] {
  if (!isLogger(talker.logger)) return [];
  return logLevels
    .slice(0, levelIndex(highestLevel) + 1)
    .map((level) => ({ level, savedShare: savedShare(talker, level), savedBytes: savedBytes(talker, level) }))
    .filter((prediction) => prediction.savedBytes > 0);
}
