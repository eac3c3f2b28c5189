import { effectiveLevel } from '../../logging-config/effective-level.ts';
import { hiddenBy } from '../../logging-config/hidden-by.ts';
import { type ConfigLevel, LoggingConfigError } from '../../logging-config/logging-config.ts';
import { formatDuration } from '../../text/duration.ts';
import { someOf } from '../../text/some-of.ts';
import type { Input, Services } from '../command.ts';
import { CommandError, exitCodes } from '../command-error.ts';
import { isOn, numberOption } from '../shared-options.ts';
import { levelOf } from './describe-levels.ts';
import { type LevelFacts, readLevelFacts } from './level-facts.ts';
import { type NextText, nextText } from './next-text.ts';
import { findObstacles, type Obstacle } from './obstacles.ts';
import { reloadInterval } from './reload-interval.ts';
import { standardTimeoutMs } from './standard-timeout.ts';
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
  const now = services.now();
  const { file } = facts;
  const forMs = numberOption(input, 'for');
  const until = forMs === undefined ? null : now + forMs;
  const isFast = isOn(input, 'fast');
  const obstacles = findObstacles(facts, now);
  refuseWhatIsStopped(obstacles, isOn(input, 'for-new-pods'));

  const set = { logger, level, since: now, until, by: services.local?.who ?? 'somebody' };
  const others = (file.pending?.levels ?? []).filter((pending) => pending.logger !== logger);
  const next = orRefuse(() =>
    nextText(file, { levels: [...others, set], fastSince: file.pending?.fastSince ?? (isFast ? now : null) }),
  );
  const from = effectiveLevel(file.config, logger).level;
  const hidden = hiddenBy(file.config, { kind: 'set', logger, level });
  const diff = formatChange({ facts, next });
  return {
    kind: 'write',
    title: `set ${logger} to ${level}`,
    lines: [
      ...(diff.length === 0 ? [`${logger} is ${level} already, and the file stays as it is`] : diff),
      ...whereAndWhen(facts, now),
      ...(until === null ? [] : [`it goes back by itself after ${formatDuration(until - now)}`]),
      ...(isFast
        ? ['--fast makes the interval 5 s too, from the next time that the file is read; undo puts it back']
        : []),
    ],
    warnings: [
      ...obstacles.map(({ message, next: instead }) => `${message}. ${instead}`),
      ...(hidden.length === 0
        ? []
        : [
            `${someOf(hidden.map((one) => `${one.name} (${levelOf(one)})`))} ${hidden.length === 1 ? 'has a level of its own, and keeps' : 'have levels of their own, and keep'} it: log-level LOGGER LEVEL sets each of them.`,
          ]),
      ...tooShort(facts, forMs, now),
      ...othersWarning(next),
    ],
    confirmation: { kind: 'yes' },
    facts,
    next,
    asked: [{ logger, from, to: level }],
    until,
    wait: !isOn(input, 'no-wait'),
    // What goes back before it is live is not waited for any longer.
    timeoutMs: Math.min(numberOption(input, 'timeout') ?? standardTimeoutMs, forMs ?? standardTimeoutMs),
    again: (later) => planChange(services, input, logger, level, later),
  };
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

function tooShort(facts: LevelFacts, forMs: number | undefined, now: number): readonly string[] {
  const { file, pods } = facts;
  const longest = Math.max(0, ...pods.map(({ pod }) => reloadInterval(file, pod, now) ?? 0));
  if (forMs === undefined || forMs >= longest * 1000) return [];
  return [`It may go back before it is live: a JVM looks at the file every ${longest} s only.`];
}

function othersWarning({ others }: NextText): readonly string[] {
  if (others === 'nothing') return [];
  if (others === 'other lines') return ['Somebody else has changed other lines of the file since: they stay.'];
  return ['Somebody else has changed lines of the file that flink-tui had changed before: theirs stay.'];
}
