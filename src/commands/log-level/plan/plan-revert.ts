import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import type { MergeConflict } from '../../../logging-config/merge.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import { overdueLevels, type PendingLevel, type PendingLevels } from '../../../session/levels/pending-levels.ts';
import { serverNow } from '../../../session/server-now.ts';
import { someOf } from '../../../text/some-of.ts';
import type { Answers, Input, Plan, Services } from '../../record/command.ts';
import { CommandError, exitCodes } from '../../record/command-error.ts';
import { readOnlyPlan } from '../../record/plan/read-only-plan.ts';
import { isOn } from '../../record/shared-options.ts';
import { describePending } from '../describe-levels.ts';
import { watchTimeoutMs } from '../watch/watch-timeout.ts';
import { describeRollout, rolloutEffects } from './describe-rollout.ts';
import { buildFileUpdate } from './file-update.ts';
import { readLevelFacts } from './level-facts.ts';
import { findObstacles } from './obstacles.ts';
import { convertConfigError, otherLinesWarning } from './plan-change.ts';
import { changeSections, formatChange, type WritePlan } from './write-plan.ts';

/** The plan of `--overdue` if no change is overdue. */
export type NothingPlan = Plan & { readonly kind: 'nothing' };

/** Plans `--undo`, `--reset` and `--overdue`. Reverts changes by flink-tui and keeps changes by other clients. */
export async function planRevert(
  services: Services,
  input: Input,
  signal: AbortSignal,
): Promise<WritePlan | NothingPlan> {
  const facts = await readLevelFacts(services, signal);
  const now = serverNow(services.connection, services.now());
  const { file } = facts;
  const isOverdue = isOn(input, 'overdue');
  const reverted = selectLevels(file.pending, input, now);
  if (reverted.length === 0 || file.pending === undefined) {
    if (isOverdue) return createNothingPlan('Revert overdue changes', 'No overdue changes');
    throw nothingToRevertError(file.pending, input.arguments[0]);
  }

  const obstacles = findObstacles(facts, now);
  const blocking = obstacles.find(({ blocks }) => blocks === 'all');
  if (blocking !== undefined) {
    throw new CommandError(blocking.exitCode ?? exitCodes.failed, blocking.message, [blocking.next]);
  }
  const levels = file.pending.levels.filter((level) => !reverted.includes(level));
  const fastSince = levels.length === 0 ? null : file.pending.fastSince;
  const update = convertConfigError(() => buildFileUpdate(file, { levels, fastSince }));
  const conflicts = typeof update.otherChanges === 'object' ? update.otherChanges.conflicts : [];
  const allowsConflicts = services.frontend === 'screen' || isOn(input, 'force') || isOn(input, 'dry-run');
  if (conflicts.length > 0 && !allowsConflicts) throw conflictError(conflicts);

  const after = readLoggingConfig(file.backend, update.text);
  const revertedLevels = reverted.map((level) => `${level.logger} ${level.level}: ${describePending(level, now)}`);
  return {
    kind: 'write',
    title: `Revert ${someOf(reverted.map(({ logger, level }) => `${logger} ${level}`))}`,
    lines: [...formatChange({ facts, update }), ...describeRollout(facts, now), ...revertedLevels],
    sections: [
      ...changeSections({ facts, update }, rolloutEffects(facts, now)),
      { kind: 'text', heading: 'Reverts', lines: revertedLevels },
    ],
    warnings: [
      ...obstacles.map(({ message, next }) => `${message}. ${next}`),
      ...(update.otherChanges === 'other lines' ? [otherLinesWarning] : []),
      ...conflicts.flatMap(describeConflict),
    ],
    confirmation: isOverdue && conflicts.length === 0 ? { kind: 'none' } : { kind: 'yes', ...answersFor(reverted) },
    facts,
    update,
    requested: reverted.map(({ logger }) => ({
      logger,
      from: effectiveLevel(file.config, logger).level,
      to: effectiveLevel(after, logger).level,
    })),
    until: null,
    forMs: undefined,
    wait: !isOn(input, 'no-wait'),
    timeoutMs: watchTimeoutMs(input, facts, now),
    replan: async (replanSignal) => {
      const plan = await planRevert(services, input, replanSignal);
      if (plan.kind === 'write') return plan;
      throw new CommandError(exitCodes.failed, 'another client has already reverted the change');
    },
  };
}

function answersFor([first, ...others]: readonly PendingLevel[]): Answers {
  return first !== undefined && others.length === 0
    ? { confirm: 'Revert level', decline: `Keep ${first.level}`, declined: `${first.logger} stays at ${first.level}` }
    : {
        confirm: `Revert ${others.length + 1} levels`,
        decline: 'Keep levels',
        declined: 'the levels stay as they are',
      };
}

function selectLevels(pending: PendingLevels | undefined, input: Input, now: number): readonly PendingLevel[] {
  if (pending === undefined) return [];
  const [logger] = input.arguments;
  const candidates = isOn(input, 'overdue') ? overdueLevels(pending, now) : pending.levels;
  if (logger !== undefined) return candidates.filter((level) => level.logger === logger);
  return isOn(input, 'undo') ? candidates.slice(-1) : candidates;
}

function createNothingPlan(title: string, line: string): NothingPlan {
  return { ...readOnlyPlan(title, { kind: 'nothing' }), lines: [line] };
}

function nothingToRevertError(pending: PendingLevels | undefined, logger: string | undefined): CommandError {
  const target = logger === undefined ? '' : ` of ${logger}`;
  const others = (pending?.levels ?? []).map((level) => level.logger);
  return new CommandError(
    exitCodes.notFound,
    `nothing to revert: flink-tui has not changed the level${target}`,
    others.length === 0 ? [] : [`Changed loggers: ${someOf(others)}`],
  );
}

function conflictError(conflicts: readonly MergeConflict[]): CommandError {
  return new CommandError(exitCodes.failed, 'not reverted: another client changed the same lines as flink-tui', [
    ...conflicts.flatMap(describeConflict),
    'Use --force to revert the other lines only. Use --dry-run --force to preview the change.',
  ]);
}

function describeConflict({ line, base, ours: original, theirs: current }: MergeConflict): readonly string[] {
  const side = (label: string, lines: readonly string[]) =>
    `  ${`${label}:`.padEnd(10)} ${lines.length === 0 ? '(nothing)' : lines.join(' ⏎ ')}`;
  return [`Conflict in line ${line}:`, side('original', original), side('flink-tui', base), side('current', current)];
}
