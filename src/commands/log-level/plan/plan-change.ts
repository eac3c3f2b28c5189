import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { type ConfigLevel, type ConfiguredLogger, LoggingConfigError } from '../../../logging-config/logging-config.ts';
import { overridingLoggers } from '../../../logging-config/overriding-loggers.ts';
import { newSince } from '../../../session/levels/pending-levels.ts';
import { serverNow } from '../../../session/server-now.ts';
import { formatDuration } from '../../../text/duration.ts';
import { someOf } from '../../../text/some-of.ts';
import type { Input, Services } from '../../record/command.ts';
import { CommandError, exitCodes } from '../../record/command-error.ts';
import type { PlanSwitch } from '../../record/plan/plan-section.ts';
import { isOn, numberOption } from '../../record/shared-options.ts';
import { levelText } from '../describe-levels.ts';
import { longestReloadInterval, watchTimeoutMs } from '../watch/watch-timeout.ts';
import { hasTimer, revertHint } from '../write/has-timer.ts';
import type { LiveFile } from '../write/live-file.ts';
import { describeRollout, rolloutEffects } from './describe-rollout.ts';
import { buildFileUpdate, type FileUpdate } from './file-update.ts';
import { type LevelFacts, readLevelFacts } from './level-facts.ts';
import { findObstacles, type Obstacle } from './obstacles.ts';
import { fastSeconds } from './reload-interval.ts';
import { changeSections, formatChange, type WritePlan } from './write-plan.ts';

export const otherLinesWarning = 'Another client changed other lines of the file. They are kept.';

/** The time until the revert that the screen offers. */
const defaultForMs = 600_000;

/** Plans `log-level LOGGER LEVEL`. Rejects if the change would have no effect. */
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
  rejectIfBlocked(obstacles, isOn(input, 'for-new-pods'));

  const by = services.local?.user ?? 'unknown user';
  const since = newSince(file.pending, now);
  const set = { logger, level, since, until: forMs === undefined ? null : since + forMs, by };
  const others = (file.pending?.levels ?? []).filter((pending) => pending.logger !== logger);
  const fastSince = file.pending?.fastSince ?? (isOn(input, 'fast') && isSlow(file) ? now : null);
  const update = convertConfigError(() => buildFileUpdate(file, { levels: [...others, set], fastSince }));
  // flink-tui does not revert a level that the file already has.
  const until = update.pending?.levels.find((pending) => pending.logger === logger)?.until ?? null;
  const from = effectiveLevel(file.config, logger).level;
  const hidden = overridingLoggers(file.config, { kind: 'set', logger, level });
  const diff = formatChange({ facts, update });
  const consequences = [
    ...(until === null ? [] : [revertLine(until - now, hasTimer(services, { wait }))]),
    ...(isOn(input, 'fast') ? describeFast(file, update) : []),
  ];
  return {
    kind: 'write',
    title: `Set ${logger} to ${level}`,
    lines: [
      ...(diff.length === 0 ? [`${logger} is already ${level}: the file stays unchanged`] : diff),
      ...describeRollout(facts, now),
      ...consequences,
    ],
    sections: changeSections({ facts, update }, [...rolloutEffects(facts, now), ...consequences]),
    warnings: [
      ...obstacles.map(({ message, next }) => `${message}. ${next}`),
      ...hiddenWarning(hidden),
      ...(until === null ? [] : shortDurationWarning(facts, until - now, now)),
      ...otherChangesWarning(update),
    ],
    switches: switchesOf(file, forMs),
    confirmation: {
      kind: 'yes',
      ...(isRoot(logger) && { asksAtTerminal: true }),
      confirm: `Set ${level}`,
      decline: from === undefined ? 'Keep level' : `Keep ${from}`,
      declined: `${logger} keeps its level`,
    },
    facts,
    update,
    requested: [{ logger, from, to: level }],
    until,
    forMs,
    wait,
    timeoutMs: watchTimeoutMs(input, facts, now),
    replan: (replanSignal) => planChange(services, input, logger, level, replanSignal),
  };
}

/** The root level applies to all loggers without their own level, and DEBUG can fill a disk. Logback ignores case. */
function isRoot(logger: string): boolean {
  return logger.toLowerCase() === 'root';
}

function switchesOf(file: LiveFile, forMs = defaultForMs): readonly PlanSwitch[] {
  const revert: PlanSwitch = { option: 'for', value: forMs, label: `revert after ${formatDuration(forMs)}` };
  const canBeFaster = isSlow(file) && file.pending?.fastSince == null;
  const reload = `reload the file every ${fastSeconds} s until the revert`;
  return canBeFaster ? [revert, { option: 'fast', value: true, label: reload }] : [revert];
}

/** Converts a LoggingConfigError to a CommandError. */
export function convertConfigError(build: () => FileUpdate): FileUpdate {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof LoggingConfigError)) throw error;
    const hints = ['The file was not changed', ...(error.next === undefined ? [] : [error.next])];
    throw new CommandError(exitCodes.failed, error.message, hints, { cause: error });
  }
}

function rejectIfBlocked(obstacles: readonly Obstacle[], isForNewPods: boolean): void {
  const blocking = obstacles.filter(({ blocks }) => blocks === 'all' || (blocks === 'running pods' && !isForNewPods));
  const [first, ...others] = blocking;
  if (first === undefined) return;
  throw new CommandError(first.exitCode ?? exitCodes.failed, `the change would have no effect: ${first.message}`, [
    first.next,
    ...others.flatMap(({ message, next }) => [`Also: ${message}.`, next]),
  ]);
}

function revertLine(remainingMs: number, isAutomatic: boolean): string {
  const remaining = formatDuration(remainingMs);
  return isAutomatic ? `Reverts automatically after ${remaining}` : `Revert due after ${remaining}: ${revertHint}`;
}

/** Whether `--fast` shortens the interval. A file without an interval gets one for new pods. */
function isSlow({ config: { monitorIntervalSeconds } }: LiveFile): boolean {
  return monitorIntervalSeconds === undefined || monitorIntervalSeconds > fastSeconds;
}

function describeFast(file: LiveFile, { pending }: FileUpdate): readonly string[] {
  if (pending?.fastSince != null) {
    return ['--fast sets the reload interval to 5 s from the next read of the file until the revert'];
  }
  return isSlow(file) ? [] : ['--fast has no effect: the reload interval is already short'];
}

function hiddenWarning(hidden: readonly ConfiguredLogger[]): readonly string[] {
  if (hidden.length === 0) return [];
  const names = someOf(hidden.map((one) => `${one.name} (${levelText(one)})`));
  return hidden.length === 1
    ? [`${names} has its own level and is not affected. Set it with log-level LOGGER LEVEL.`]
    : [`${names} have their own levels and are not affected. Set each with log-level LOGGER LEVEL.`];
}

function shortDurationWarning(facts: LevelFacts, forMs: number, now: number): readonly string[] {
  const longest = longestReloadInterval(facts, now) ?? 0;
  if (forMs >= longest * 1000) return [];
  return [`The level may revert before it is live: a JVM only reads the file every ${longest} s.`];
}

function otherChangesWarning({ otherChanges }: FileUpdate): readonly string[] {
  if (otherChanges === 'none') return [];
  if (otherChanges === 'other lines') return [otherLinesWarning];
  return ['Another client changed lines that flink-tui had set. Their new content is kept.'];
}
