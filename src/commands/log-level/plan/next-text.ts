import { changeLoggingConfig } from '../../../logging-config/change-config.ts';
import type { ConfigLevel, LevelChange, LoggingConfig } from '../../../logging-config/logging-config.ts';
import { type MergeConflict, mergeThreeWay } from '../../../logging-config/merge.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import type { PendingLevel, PendingLevels } from '../../../session/levels/pending-levels.ts';
import type { LiveFile } from '../write/live-file.ts';
import { fastSeconds } from './reload-interval.ts';

export type NextText = {
  readonly text: string;
  /** undefined where nothing of ours is left in it. */
  readonly pending: PendingLevels | undefined;
  /** What somebody else has changed in the file since we did: nothing, other lines, or ours. */
  readonly others: 'nothing' | 'other lines' | { readonly conflicts: readonly MergeConflict[] };
};

/** What is to be pending after a change: these levels, and the interval. */
export type WantedLevels = Pick<PendingLevels, 'levels' | 'fastSince'>;

/**
 * The text in which these levels are set, and nothing else of ours: without any it is the original, byte for byte.
 * What others have changed since stays. Throws a LoggingConfigError for what the library would refuse.
 */
export function nextText({ key, backend, text, pending }: LiveFile, wish: WantedLevels): NextText {
  if (pending === undefined) return build({ key, backend, original: text, ...wish }, 'nothing');
  if (withLevels(pending) === text) return build({ ...pending, ...wish }, 'nothing');
  const { text: original, conflicts } = mergeThreeWay(withLevels(pending), pending.original, text);
  if (conflicts.length === 0) return build({ ...pending, ...wish, original }, 'other lines');
  return { ...build(amongTheirs(text, pending, wish), 'nothing'), others: { conflicts } };
}

function build(next: PendingLevels, others: 'nothing' | 'other lines'): NextText {
  const levels = next.levels.filter(({ logger }) => changesSomething(next, logger));
  const kept = { ...next, levels };
  // The interval alone is not kept: nothing would be there to be undone.
  if (levels.length === 0) return { text: next.original, pending: undefined, others };
  return { text: withLevels(kept), pending: kept, others };
}

/** A level that the file has without us is none of ours. */
function changesSomething(pending: PendingLevels, logger: string): boolean {
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
 * Where others have written over lines of ours, their file is the one to go on with: a logger that they have given
 * another level is theirs. Those that still have our level get what they had before us, to be set anew or not.
 */
function amongTheirs(text: string, pending: PendingLevels, wish: WantedLevels): PendingLevels {
  const { key, backend } = pending;
  const now = readLoggingConfig(backend, text);
  const before = readLoggingConfig(backend, pending.original);
  const isStillOurs = ({ logger, level }: PendingLevel) => ownLevel(now, logger) === level;
  const back = pending.levels.filter(isStillOurs).map(({ logger }): LevelChange => {
    const level = ownLevel(before, logger);
    return level === undefined ? { kind: 'remove', logger } : { kind: 'set', logger, level };
  });
  const { monitorIntervalSeconds } = before;
  if (
    monitorIntervalSeconds !== undefined &&
    now.monitorIntervalSeconds === fastSeconds &&
    pending.fastSince !== null
  ) {
    back.push({ kind: 'interval', seconds: monitorIntervalSeconds });
  }
  // The same level as before is new too, when it is asked for again.
  const isNew = ({ logger, since }: PendingLevel) =>
    !pending.levels.some((other) => other.logger === logger && other.since === since);
  const levels = wish.levels.filter((level) => isNew(level) || isStillOurs(level));
  return { key, backend, original: changeLoggingConfig(backend, text, back), ...wish, levels };
}

function ownLevel({ loggers }: LoggingConfig, logger: string): ConfigLevel | undefined {
  return loggers.find(({ name, origin }) => name === logger && origin.kind !== 'parent')?.level;
}
