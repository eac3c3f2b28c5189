import type { PendingLevel } from '../../../session/levels/pending-levels.ts';
import { serverNow } from '../../../session/server-now.ts';
import { formatDuration } from '../../../text/duration.ts';
import { attempt } from '../../record/attempt.ts';
import type { Progress, Services } from '../../record/command.ts';
import { CommandError, exitCodeOf, exitCodes } from '../../record/command-error.ts';
import { describeError } from '../../record/describe-error.ts';
import { shellHint } from '../../record/shell-hint.ts';
import { pause } from '../../record/wait-until.ts';
import type { WriteResult } from '../level-result.ts';
import type { WritePlan } from '../plan/write-plan.ts';
import { ownVersion } from './file-version.ts';
import { findNewerVersion } from './find-newer-version.ts';
import { type RevertOutcome, revertLevel } from './revert.ts';
import { noteOf, resultOf, watchVersions, watchWritten } from './run-write.ts';
import { type Written, writeFile } from './write-file.ts';

const tellEveryMs = 1000;
/** Whoever interrupts wants to be gone soon: this long the way back may take. */
const wayBackMs = 5000;

/**
 * `--for` where no screen keeps the time: sets the level, waits, and takes it back. Whatever ends the waiting, an
 * interrupt above all, takes it back at once, since nobody would later.
 */
export async function* runForDuration(
  services: Services,
  planned: WritePlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult, void> {
  const written = yield* writeFile(services, planned, signal);
  const { plan } = written;
  const ours = plan.next.pending?.levels.find(({ logger }) => logger === plan.asked[0]?.logger);
  // Made anew it may be no change any more.
  if (ours === undefined) return resultOf(services, written);
  // However the waiting ends, it holds no longer, or is said anew.
  const passing = { ...written, whileSet: [] };
  let set = resultOf(services, passing);
  let back: RevertOutcome;
  try {
    set = yield* watchWritten(services, passing, signal);
    if (set.newer === undefined) set = (yield* untilTimeIsOver(services, passing, signal)) ?? set;
    back = yield* revertLevel(services, plan, ours, { timeout: plan.timeoutMs }, signal);
  } catch (error) {
    const end = yield* takeBackAtOnce(services, { plan, ours, set }, signal.aborted);
    if (signal.aborted || end.notTakenBack !== undefined) return end;
    yield { kind: 'note', text: `${ours.logger} was taken back, as nobody would have waited for it` };
    throw error;
  }
  if (back.kind === 'none') return leftAlone(set, back.why);
  return { ...set, back: yield* watchWritten(services, back.written, signal) };
}

/** Until the time is over, or somebody else has given the logger another level: then what became of that. */
async function* untilTimeIsOver(
  services: Services,
  written: Written,
  signal: AbortSignal,
): AsyncGenerator<Progress, WriteResult | undefined, void> {
  const { connection, now } = services;
  const { plan } = written;
  const leftMs = () => (plan.until ?? 0) - serverNow(connection, now());
  const ours = ownVersion(written);
  let seen = ours;
  for (let left = leftMs(); left > 0; left = leftMs()) {
    yield { kind: 'step', text: `${plan.title}: goes back in ${formatDuration(left + 999)}; Ctrl-C takes it back now` };
    await pause(Math.min(left, tellEveryMs), signal);
    // The answer tells the server's time too, which this computer may have slept through.
    const looked = await attempt(findNewerVersion(services, plan, seen, signal), signal);
    if (!(looked instanceof Error)) seen = looked;
    if (seen.newer === undefined) continue;
    yield { kind: 'note', text: noteOf(seen) };
    const before = [plan.facts.file, ours.file];
    return yield* watchVersions(services, written, { first: seen, before, waitMs: plan.timeoutMs }, signal);
  }
  return undefined;
}

type SetLevel = { readonly plan: WritePlan; readonly ours: PendingLevel; readonly set: WriteResult };

async function* takeBackAtOnce(
  services: Services,
  { plan, ours, set }: SetLevel,
  isInterrupted: boolean,
): AsyncGenerator<Progress, WriteResult, void> {
  if (isInterrupted) yield { kind: 'step', text: 'interrupted: taking it back' };
  const inTime = AbortSignal.timeout(wayBackMs);
  const result = { ...set, isInterrupted };
  try {
    const back = yield* revertLevel(services, plan, ours, { 'no-wait': true }, inTime);
    if (back.kind === 'none') return leftAlone(result, back.why);
    return { ...result, back: resultOf(services, back.written) };
  } catch (error) {
    const failure = inTime.aborted ? new Error(`no answer within ${formatDuration(wayBackMs)}`) : error;
    return withFailure(services, result, ours, failure);
  }
}

/** It is none of ours any more, and goes back no more. */
const leftAlone = (result: WriteResult, why: string): WriteResult => ({
  ...result,
  until: null,
  notes: [...result.notes, why],
});

/** An interrupt ends without a word but those of the result: it has to say what stays. */
function withFailure(
  { connection, now }: Services,
  result: WriteResult,
  { logger, level, until }: PendingLevel,
  failure: unknown,
): WriteResult {
  const { message, hints } = describeError(failure);
  const isOverdue = until !== null && until <= serverNow(connection, now());
  const way = shellHint('log-level', connection.target, ...(isOverdue ? ['--overdue'] : [logger, '--undo']));
  // What others have written over stays theirs, and how it can be taken back all the same is among the hints.
  const isAtOdds = failure instanceof CommandError;
  return {
    ...result,
    isTimeKept: false,
    notTakenBack: {
      exitCode: result.isInterrupted ? exitCodes.interrupted : exitCodeOf(failure),
      message: `${logger} was not taken back`,
    },
    notes: [
      ...result.notes,
      isAtOdds ? message : `${logger} stays ${level}: ${message}`,
      ...hints,
      ...(isAtOdds ? [] : [`${way} takes it back.`]),
    ],
  };
}
