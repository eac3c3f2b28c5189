import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import type { MergeConflict } from '../../../logging-config/merge.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import { overdueLevels, type PendingLevel, type PendingLevels } from '../../../session/levels/pending-levels.ts';
import { serverNow } from '../../../session/server-now.ts';
import { someOf } from '../../../text/some-of.ts';
import type { Input, Plan, Services } from '../../record/command.ts';
import { CommandError, exitCodes } from '../../record/command-error.ts';
import { isOn } from '../../record/shared-options.ts';
import { describePending } from '../describe-levels.ts';
import { timeoutOf } from '../watch/timeout-of.ts';
import { readLevelFacts } from './level-facts.ts';
import { nextText } from './next-text.ts';
import { findObstacles } from './obstacles.ts';
import { orRefuse } from './plan-change.ts';
import { whereAndWhen } from './where-and-when.ts';
import { formatChange, type WritePlan } from './write-plan.ts';

/** Nothing is to be taken back, which is fine for what asks only whether there is something. */
export type NothingPlan = Plan & { readonly kind: 'nothing' };

/** `--undo`, `--reset` and `--overdue`: back to what was there before flink-tui, as far as nobody else has changed it. */
export async function planRevert(
  services: Services,
  input: Input,
  signal: AbortSignal,
): Promise<WritePlan | NothingPlan> {
  const facts = await readLevelFacts(services, signal);
  const now = serverNow(services.connection, services.now());
  const { file } = facts;
  const isOverdue = isOn(input, 'overdue');
  const taken = chosen(file.pending, input, now);
  if (taken.length === 0 || file.pending === undefined) {
    if (isOverdue) return nothing('take back what is overdue', 'nothing is overdue');
    throw nothingSet(file.pending, input.arguments[0]);
  }

  const obstacles = findObstacles(facts, now);
  const stopping = obstacles.find(({ stops }) => stops === 'all');
  if (stopping !== undefined) {
    throw new CommandError(stopping.exitCode ?? exitCodes.failed, stopping.message, [stopping.next]);
  }
  const levels = file.pending.levels.filter((level) => !taken.includes(level));
  const fastSince = levels.length === 0 ? null : file.pending.fastSince;
  const next = orRefuse(() => nextText(file, { levels, fastSince }));
  const conflicts = typeof next.others === 'object' ? next.others.conflicts : [];
  const mayAsk = services.frontend === 'screen' || isOn(input, 'force') || isOn(input, 'dry-run');
  if (conflicts.length > 0 && !mayAsk) throw atOdds(conflicts);

  const after = readLoggingConfig(file.backend, next.text);
  return {
    kind: 'write',
    title: `take back ${someOf(taken.map(({ logger, level }) => `${logger} ${level}`))}`,
    lines: [
      ...formatChange({ facts, next }),
      ...whereAndWhen(facts, now),
      ...taken.map((level) => `${level.logger} ${level.level}: ${describePending(level, now)}`),
    ],
    warnings: [
      ...obstacles.map(({ message, next: instead }) => `${message}. ${instead}`),
      ...(next.others === 'other lines' ? ['Somebody else has changed other lines of the file since: they stay.'] : []),
      ...conflicts.flatMap(describeConflict),
    ],
    confirmation: isOverdue && conflicts.length === 0 ? { kind: 'none' } : { kind: 'yes' },
    facts,
    next,
    asked: taken.map(({ logger }) => ({
      logger,
      from: effectiveLevel(file.config, logger).level,
      to: effectiveLevel(after, logger).level,
    })),
    until: null,
    forMs: undefined,
    wait: !isOn(input, 'no-wait'),
    timeoutMs: timeoutOf(input, facts, now),
    again: async (later) => {
      const again = await planRevert(services, input, later);
      if (again.kind === 'write') return again;
      throw new CommandError(exitCodes.failed, 'somebody else has taken it back already');
    },
  };
}

function chosen(pending: PendingLevels | undefined, input: Input, now: number): readonly PendingLevel[] {
  if (pending === undefined) return [];
  const [logger] = input.arguments;
  const among = isOn(input, 'overdue') ? overdueLevels(pending, now) : pending.levels;
  if (logger !== undefined) return among.filter((level) => level.logger === logger);
  return isOn(input, 'undo') ? among.slice(-1) : among;
}

function nothing(title: string, line: string): NothingPlan {
  return { kind: 'nothing', title, lines: [line], warnings: [], confirmation: { kind: 'none' } };
}

function nothingSet(pending: PendingLevels | undefined, logger: string | undefined): CommandError {
  const of = logger === undefined ? '' : ` of ${logger}`;
  const others = (pending?.levels ?? []).map((level) => level.logger);
  return new CommandError(
    exitCodes.notFound,
    `there is nothing to take back: flink-tui has set no level${of} here`,
    others.length === 0 ? [] : [`It has set levels of ${someOf(others)}.`],
  );
}

function atOdds(conflicts: readonly MergeConflict[]): CommandError {
  return new CommandError(
    exitCodes.failed,
    'nothing was taken back: somebody else has changed the very lines that flink-tui had changed',
    [
      ...conflicts.flatMap(describeConflict),
      '--force takes back what is still ours, and leaves theirs; --dry-run --force shows what that is.',
    ],
  );
}

function describeConflict({ line, base, ours, theirs }: MergeConflict): readonly string[] {
  const side = (who: string, lines: readonly string[]) =>
    `  ${who}: ${lines.length === 0 ? '(nothing)' : lines.join(' ⏎ ')}`;
  return [
    `Line ${line} is at odds:`,
    side('before flink-tui', ours),
    side('flink-tui wrote ', base),
    side('stands there now', theirs),
  ];
}
