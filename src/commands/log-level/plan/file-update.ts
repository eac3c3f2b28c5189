import { changeLoggingConfig } from '../../../logging-config/change-config.ts';
import type { ConfigLevel, LevelChange, LoggingConfig } from '../../../logging-config/logging-config.ts';
import { type MergeConflict, mergeThreeWay } from '../../../logging-config/merge.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import type { PendingLevel, PendingLevels } from '../../../session/levels/pending-levels.ts';
import type { LiveFile } from '../write/live-file.ts';
import { fastSeconds } from './reload-interval.ts';

export type FileUpdate = {
  readonly text: string;
  /** undefined if no change by flink-tui remains. */
  readonly pending: PendingLevels | undefined;
  /** Changes by other clients since the last change by flink-tui. `conflicts` are in lines that flink-tui changed. */
  readonly otherChanges: 'none' | 'other lines' | { readonly conflicts: readonly MergeConflict[] };
};

/** The levels and the interval that are pending after the update. */
export type TargetLevels = Pick<PendingLevels, 'levels' | 'fastSince'>;

/**
 * Builds the text with exactly these levels set by flink-tui, and keeps changes by other clients. Throws a
 * LoggingConfigError if the logging library would reject the text.
 */
export function buildFileUpdate({ key, backend, text, pending }: LiveFile, target: TargetLevels): FileUpdate {
  if (pending === undefined) return build({ key, backend, original: text, ...target }, 'none');
  if (withLevels(pending) === text) return build({ ...pending, ...target }, 'none');
  const { text: original, conflicts } = mergeThreeWay(withLevels(pending), pending.original, text);
  if (conflicts.length === 0) return build({ ...pending, ...target, original }, 'other lines');
  return { ...build(rebaseOnTheirs(text, pending, target), 'none'), otherChanges: { conflicts } };
}

function build(next: PendingLevels, otherChanges: 'none' | 'other lines'): FileUpdate {
  const levels = next.levels.filter(({ logger }) => changesLevel(next, logger));
  const kept = { ...next, levels };
  // Without levels, the text is the original, byte for byte. The original also restores the interval.
  if (levels.length === 0) return { text: next.original, pending: undefined, otherChanges };
  return { text: withLevels(kept), pending: kept, otherChanges };
}

/** Whether flink-tui changes the level of the logger. */
function changesLevel(pending: PendingLevels, logger: string): boolean {
  const levels = pending.levels.filter((level) => level.logger !== logger);
  return withLevels({ ...pending, levels }) !== withLevels(pending);
}

function withLevels({ backend, original, levels, fastSince }: PendingLevels): string {
  const changes: readonly LevelChange[] = [
    ...levels.map(({ logger, level }): LevelChange => ({ kind: 'set', logger, level })),
    ...(fastSince === null ? [] : ([{ kind: 'interval', seconds: fastSeconds }] as const)),
  ];
  return changes.length === 0 ? original : changeLoggingConfig(backend, original, changes);
}

/**
 * Uses the current file as the new original after a conflict. Loggers that still have the level of flink-tui get their
 * previous level first.
 */
function rebaseOnTheirs(text: string, pending: PendingLevels, target: TargetLevels): PendingLevels {
  const { key, backend } = pending;
  const current = readLoggingConfig(backend, text);
  const previous = readLoggingConfig(backend, pending.original);
  // Loggers with a different level now belong to the other client.
  const isUnchanged = ({ logger, level }: PendingLevel) => ownLevel(current, logger) === level;
  const reverts = pending.levels.filter(isUnchanged).map(({ logger }): LevelChange => {
    const level = ownLevel(previous, logger);
    return level === undefined ? { kind: 'remove', logger } : { kind: 'set', logger, level };
  });
  const { monitorIntervalSeconds } = previous;
  if (
    monitorIntervalSeconds !== undefined &&
    current.monitorIntervalSeconds === fastSeconds &&
    pending.fastSince !== null
  ) {
    reverts.push({ kind: 'interval', seconds: monitorIntervalSeconds });
  }
  // A repeated request for the same level is also new.
  const isNew = ({ logger, since }: PendingLevel) =>
    !pending.levels.some((other) => other.logger === logger && other.since === since);
  const levels = target.levels.filter((level) => isNew(level) || isUnchanged(level));
  return { key, backend, original: changeLoggingConfig(backend, text, reverts), ...target, levels };
}

function ownLevel({ loggers }: LoggingConfig, logger: string): ConfigLevel | undefined {
  return loggers.find(({ name, origin }) => name === logger && origin.kind !== 'parent')?.level;
}
