import type { PendingLevel } from '../../../session/levels/pending-levels.ts';
import { serverNow } from '../../../session/server-now.ts';
import { formatDuration } from '../../../text/duration.ts';
import type { Progress, Services } from '../../record/command.ts';
import { CommandError, exitCodeOf, exitCodes } from '../../record/command-error.ts';
import { describeError } from '../../record/describe-error.ts';
import { resultOrError } from '../../record/result-or-error.ts';
import { shellCommand } from '../../record/shell-command.ts';
import { pause } from '../../record/wait-until.ts';
import type { WriteResult } from '../level-result.ts';
import type { WritePlan } from '../plan/write-plan.ts';
import { initialVersion } from './file-version.ts';
import { findNewerVersion } from './find-newer-version.ts';
import { type RevertOutcome, revertLevel } from './revert.ts';
import { createResult, describeNewerVersion, watchRollout, watchVersions } from './run-write.ts';
import { type WrittenFile, writeFile } from './write-file.ts';

const progressIntervalMs = 1000;
/** Maximum duration of a revert after an error or interrupt. */
const immediateRevertMs = 5000;

/**
 * Runs `--for` without a screen: sets the level, waits, and reverts the level. An error or interrupt reverts the level
 * immediately.
 */
export async function* runForDuration(
  services: Services,
  initialPlan: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const written = yield* writeFile(services, initialPlan, signal);
  const { plan } = written;
  const pendingLevel = plan.update.pending?.levels.find(({ logger }) => logger === plan.requested[0]?.logger);
  // If the change was planned again, the file may already have the level.
  if (pendingLevel === undefined) return createResult(services, written);
  // The notes about the set level no longer apply at the end.
  const temporary = { ...written, notesWhileSet: [] };
  let result = createResult(services, temporary);
  let outcome: RevertOutcome;
  try {
    result = yield* watchRollout(services, temporary, signal);
    if (result.newerChange === undefined) result = (yield* waitForDeadline(services, temporary, signal)) ?? result;
    outcome = yield* revertLevel(services, plan, pendingLevel, { timeout: plan.timeoutMs }, signal);
  } catch (error) {
    const end = yield* revertAtOnce(services, { plan, pendingLevel, result }, signal.aborted);
    if (signal.aborted || end.revertFailure !== undefined) return end;
    yield { kind: 'note', text: `${pendingLevel.logger} was reverted because of the error` };
    throw error;
  }
  if (outcome.kind === 'none') return withoutRevert(result, outcome.reason);
  return { ...result, revert: yield* watchRollout(services, outcome.written, signal) };
}

/** Waits for the deadline. Returns a result early if another client changes the level. */
async function* waitForDeadline(
  services: Services,
  written: WrittenFile,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult | undefined, void> {
  const { connection, now } = services;
  const { plan } = written;
  const remainingMs = () => (plan.until ?? 0) - serverNow(connection, now());
  const initial = initialVersion(written);
  let latest = initial;
  for (let remaining = remainingMs(); remaining > 0; remaining = remainingMs()) {
    yield {
      kind: 'step',
      text: `${plan.title}: reverts in ${formatDuration(remaining + 999)}, Ctrl-C to revert now`,
    };
    await pause(Math.min(remaining, progressIntervalMs), signal);
    // The response also updates the server time, because this computer may have been asleep.
    const found = await resultOrError(findNewerVersion(services, plan, latest, signal), signal);
    if (!(found instanceof Error)) latest = found;
    if (latest.newerChange === undefined) continue;
    yield { kind: 'note', text: describeNewerVersion(latest) };
    const previousFiles = [plan.facts.file, initial.file];
    return yield* watchVersions(services, written, { first: latest, previousFiles, waitMs: plan.timeoutMs }, signal);
  }
  return undefined;
}

type SetLevel = { readonly plan: WritePlan; readonly pendingLevel: PendingLevel; readonly result: WriteResult };

async function* revertAtOnce(
  services: Services,
  { plan, pendingLevel, result: setResult }: SetLevel,
  isInterrupted: boolean,
): AsyncGenerator<Progress, WriteResult, void> {
  if (isInterrupted) yield { kind: 'step', text: 'Interrupted, reverting the level' };
  const timeout = AbortSignal.timeout(immediateRevertMs);
  const result = { ...setResult, isInterrupted };
  try {
    const outcome = yield* revertLevel(services, plan, pendingLevel, { 'no-wait': true }, timeout);
    if (outcome.kind === 'none') return withoutRevert(result, outcome.reason);
    return { ...result, revert: createResult(services, outcome.written) };
  } catch (error) {
    const failure = timeout.aborted ? new Error(`no response within ${formatDuration(immediateRevertMs)}`) : error;
    return withFailure(services, result, pendingLevel, failure);
  }
}

/** Another client has reverted or changed the level, so this client does not revert it. */
const withoutRevert = (result: WriteResult, reason: string): WriteResult => ({
  ...result,
  until: null,
  notes: [...result.notes, reason],
});

/** Adds the failed revert to the result. An interrupted command prints nothing but its result. */
function withFailure(
  { connection, now }: Services,
  result: WriteResult,
  { logger, level, until }: PendingLevel,
  failure: unknown,
): WriteResult {
  const { message, hints } = describeError(failure);
  const isOverdue = until !== null && until <= serverNow(connection, now());
  const command = shellCommand('log-level', connection.target, ...(isOverdue ? ['--overdue'] : [logger, '--undo']));
  // The hints of a conflict already explain how to revert the other lines.
  const isConflict = failure instanceof CommandError;
  return {
    ...result,
    hasTimer: false,
    revertFailure: {
      exitCode: result.isInterrupted ? exitCodes.interrupted : exitCodeOf(failure),
      message: `${logger} was not reverted`,
    },
    notes: [
      ...result.notes,
      isConflict ? message : `${logger} is still ${level}: ${message}`,
      ...hints,
      ...(isConflict ? [] : [`Revert the level with ${command}`]),
    ],
  };
}
