import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { hiddenBy } from '../../../logging-config/hidden-by.ts';
import { type ConfigLevel, type ConfiguredLogger, LoggingConfigError } from '../../../logging-config/logging-config.ts';
import { serverNow } from '../../../session/server-now.ts';
import { formatDuration } from '../../../text/duration.ts';
import { someOf } from '../../../text/some-of.ts';
import type { Input, Services } from '../../record/command.ts';
import { CommandError, exitCodes } from '../../record/command-error.ts';
import { isOn, numberOption } from '../../record/shared-options.ts';
import { levelOf } from '../describe-levels.ts';
import { longestInterval } from '../watch/longest-interval.ts';
import { timeoutOf } from '../watch/timeout-of.ts';
import { hasTimer, nextToRevert } from '../write/has-timer.ts';
import type { LiveFile } from '../write/live-file.ts';
import { type LevelFacts, readLevelFacts } from './level-facts.ts';
import { type NextText, nextText } from './next-text.ts';
import { findObstacles, type Obstacle } from './obstacles.ts';
import { fastSeconds } from './reload-interval.ts';
import { whereAndWhen } from './where-and-when.ts';
import { formatChange, type WritePlan } from './write-plan.ts';

/** `log-level LOGGER LEVEL`: reads everything that the change depends on, and refuses what would change nothing. */
export async function planChange(
  services: Services,
  input: Input,
  logger: string,
  level: ConfigLevel,
  signal: AbortSignal,
): Promise<WritePlan> {
  const facts = await readLevelFacts(services, signal);
  const now = serverNow(services.connection, services.now());
  const { file } = facts;
  const forMs = numberOption(input, 'for');
  const wait = !isOn(input, 'no-wait');
  const obstacles = findObstacles(facts, now);
  refuseWhatIsStopped(obstacles, isOn(input, 'for-new-pods'));

  const by = services.local?.who ?? 'somebody';
  const set = { logger, level, since: now, until: forMs === undefined ? null : now + forMs, by };
  const others = (file.pending?.levels ?? []).filter((pending) => pending.logger !== logger);
  const fastSince = file.pending?.fastSince ?? (isOn(input, 'fast') && isSlow(file) ? now : null);
  const next = orRefuse(() => nextText(file, { levels: [...others, set], fastSince }));
  // What the file has already does not go back.
  const until = next.pending?.levels.find((pending) => pending.logger === logger)?.until ?? null;
  const from = effectiveLevel(file.config, logger).level;
  const hidden = hiddenBy(file.config, { kind: 'set', logger, level });
  const diff = formatChange({ facts, next });
  return {
    kind: 'write',
    title: `set ${logger} to ${level}`,
    lines: [
      ...(diff.length === 0 ? [`${logger} is ${level} already, and the file stays as it is`] : diff),
      ...whereAndWhen(facts, now),
      ...(until === null ? [] : [goesBack(until - now, hasTimer(services, { wait }))]),
      ...(isOn(input, 'fast') ? whatFastDoes(file, next) : []),
    ],
    warnings: [
      ...obstacles.map(({ message, next: instead }) => `${message}. ${instead}`),
      ...hiddenWarning(hidden),
      ...(until === null ? [] : tooShort(facts, until - now, now)),
      ...othersWarning(next),
    ],
    confirmation: isRoot(logger) ? { kind: 'yes', isDestructive: true } : { kind: 'yes' },
    facts,
    next,
    asked: [{ logger, from, to: level }],
    until,
    forMs,
    wait,
    timeoutMs: timeoutOf(input, facts, now),
    again: (later) => planChange(services, input, logger, level, later),
  };
}

/** Its level holds for every logger without one of its own, and DEBUG there can fill a disk. Logback reads it in any case. */
function isRoot(logger: string): boolean {
  return logger.toLowerCase() === 'root';
}

/** What the library would refuse is refused here, by its line. */
export function orRefuse(make: () => NextText): NextText {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof LoggingConfigError)) throw error;
    throw new CommandError(exitCodes.failed, error.message, ['Nothing was changed.'], { cause: error });
  }
}

function refuseWhatIsStopped(obstacles: readonly Obstacle[], isForNewPods: boolean): void {
  const stopping = obstacles.filter(({ stops }) => stops === 'all' || (stops === 'running pods' && !isForNewPods));
  const [first, ...rest] = stopping;
  if (first === undefined) return;
  throw new CommandError(first.exitCode ?? exitCodes.failed, `it would change nothing: ${first.message}`, [
    first.next,
    ...rest.flatMap(({ message, next }) => [`Besides, ${message}.`, next]),
  ]);
}

function goesBack(leftMs: number, isKept: boolean): string {
  const left = formatDuration(leftMs);
  return isKept ? `it goes back by itself after ${left}` : `it is due to go back after ${left}: ${nextToRevert} then`;
}

/** A file without an interval gets one, for pods that start later. */
function isSlow({ config: { monitorIntervalSeconds } }: LiveFile): boolean {
  return monitorIntervalSeconds === undefined || monitorIntervalSeconds > fastSeconds;
}

function whatFastDoes(file: LiveFile, { pending }: NextText): readonly string[] {
  if (pending?.fastSince != null) {
    return ['--fast makes the interval 5 s too, from the next time that the file is read; undo puts it back'];
  }
  return isSlow(file) ? [] : ['--fast changes nothing: the file is looked at as often already'];
}

function hiddenWarning(hidden: readonly ConfiguredLogger[]): readonly string[] {
  if (hidden.length === 0) return [];
  const names = someOf(hidden.map((one) => `${one.name} (${levelOf(one)})`));
  return hidden.length === 1
    ? [`${names} has a level of its own, and keeps it: log-level LOGGER LEVEL sets that too.`]
    : [`${names} have levels of their own, and keep theirs: log-level LOGGER LEVEL sets each of them.`];
}

function tooShort(facts: LevelFacts, forMs: number, now: number): readonly string[] {
  const longest = longestInterval(facts, now) ?? 0;
  if (forMs >= longest * 1000) return [];
  return [`It may go back before it is live: a JVM looks at the file every ${longest} s only.`];
}

function othersWarning({ others }: NextText): readonly string[] {
  if (others === 'nothing') return [];
  if (others === 'other lines') return ['Somebody else has changed other lines of the file since: they stay.'];
  return ['Somebody else has changed lines of the file that flink-tui had changed before: theirs stay.'];
}
