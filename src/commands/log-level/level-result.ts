import { formatDuration, formatWait } from '../../text/duration.ts';
import { someOf } from '../../text/some-of.ts';
import { utcTime } from '../../text/utc-time.ts';
import { type ExitCode, exitCodes } from '../record/command-error.ts';
import type { RequestedLevel } from './plan/write-plan.ts';
import { outcomeTable, type PodOutcome } from './watch/pod-outcome.ts';
import type { NewerChange } from './write/file-version.ts';
import { revertHint } from './write/has-timer.ts';

/** The result of changing the logging configuration file. */
export type WriteResult = {
  readonly kind: 'write';
  readonly configMap: string;
  readonly key: string;
  readonly levels: readonly RequestedLevel[];
  /** false if the file already had these levels. */
  readonly isWritten: boolean;
  /** undefined with `--no-wait` */
  readonly pods: readonly PodOutcome[] | undefined;
  /** A later change by another client. `pods` then contains the outcomes of that change. */
  readonly newerChange: NewerChange | undefined;
  readonly timeoutMs: number;
  /** Time of the revert by the API server's clock; null without a time limit. */
  readonly until: number | null;
  /** Time until the revert, at the end of the command. */
  readonly remainingMs: number;
  /** The duration given by `--for`, if shorter than the timeout. */
  readonly shortDurationMs: number | undefined;
  /** Whether this process reverts the level at the time `until`. */
  readonly hasTimer: boolean;
  /** The result of the revert. */
  readonly revert: WriteResult | undefined;
  /** The failure of the revert. The level then remains. */
  readonly revertFailure: { readonly exitCode: ExitCode; readonly message: string } | undefined;
  /** Whether the wait was interrupted, which reverts the level immediately. */
  readonly isInterrupted: boolean;
  readonly notes: readonly string[];
};

export function writeResultText(result: WriteResult): string {
  const { levels, isWritten, pods, newerChange, revert } = result;
  return [
    ...levels.map((level) => levelLine(level, newerChange)),
    ...(newerChange === undefined ? [] : [`Changed by ${newerChange.author}, after this command`]),
    ...(isWritten ? [] : ['The file already has this level']),
    ...(pods === undefined || pods.length === 0 ? [] : [outcomeTable(pods)]),
    ...revertLines(result),
    ...allNotes(result),
    ...(revert === undefined ? [] : ['', 'Reverted:', writeResultText(revert)]),
  ].join('\n');
}

function revertLines({ until, remainingMs, hasTimer, newerChange, revert }: WriteResult): readonly string[] {
  if (until === null || revert !== undefined || newerChange !== undefined || remainingMs <= 0) return [];
  const remaining = formatDuration(remainingMs);
  return hasTimer ? [`Reverts in ${remaining}`] : [`Revert due in ${remaining}: ${revertHint}`];
}

function levelLine({ logger, from, to }: RequestedLevel, newerChange: NewerChange | undefined): string {
  const changed = newerChange?.levels.find((level) => level.logger === logger);
  if (changed !== undefined) return describeDifference(changed, to);
  return `${logger}: ${to ?? 'unknown'} (was ${from ?? 'unknown'})`;
}

/** `root: TRACE, not DEBUG` */
const describeDifference = ({ logger, to }: RequestedLevel, requested: RequestedLevel['to'], separator = ':') =>
  `${logger}${separator} ${to ?? 'unknown'}, not ${requested ?? 'the original level'}`;

export function writeResultData(result: WriteResult): unknown {
  const { configMap, key, levels, isWritten, pods, newerChange, until, revert } = result;
  const toSeconds = (milliseconds: number | undefined) =>
    milliseconds === undefined ? null : Math.round(milliseconds / 100) / 10;
  return {
    configMap,
    key,
    levels: levels.map(({ logger, from, to }) => ({ logger, from: from ?? null, to: to ?? null })),
    written: isWritten,
    until: until === null ? null : utcTime(until),
    pods:
      pods?.map(({ pod, status, syncedAfterMs, liveAfterMs, evidence, reason }) => ({
        pod,
        status,
        syncedSeconds: toSeconds(syncedAfterMs),
        liveSeconds: toSeconds(liveAfterMs),
        evidence: evidence ?? null,
        reason,
      })) ?? null,
    newerChange: newerChange === undefined ? null : newerData(newerChange),
    notes: allNotes(result),
    revert: revert === undefined ? null : writeResultData(revert),
  };
}

const newerData = ({ by, at, levels, problem }: NewerChange) => ({
  by,
  at: at === undefined ? null : utcTime(at),
  levels: levels.map(({ logger, to }) => ({ logger, level: to ?? null })),
  problem: problem ?? null,
});

function allNotes(result: WriteResult): readonly string[] {
  const { shortDurationMs, until, revertFailure, notes } = result;
  const late = latePods(result);
  const isReverted = until !== null && revertFailure === undefined;
  if (shortDurationMs === undefined || !isReverted || late.length === 0) return notes;
  return [
    `Reverted after ${formatDuration(shortDurationMs)}, before these pods read the file: ${namesOf(late)}`,
    ...notes,
  ];
}

/** Pods that have not read the file in time. Excludes pods that never read it again. */
const latePods = ({ pods }: WriteResult): readonly PodOutcome[] =>
  (pods ?? []).filter(({ status }) => status === 'pending' || status === 'synced');

const namesOf = (late: readonly PodOutcome[]): string => someOf(late.map(({ pod, status }) => `${pod} (${status})`));

export function writeResultFailure(
  result: WriteResult,
): { readonly exitCode: number; readonly message: string } | undefined {
  const late = latePods(result);
  if (result.revertFailure !== undefined) return result.revertFailure;
  if (result.isInterrupted) {
    return { exitCode: exitCodes.interrupted, message: 'interrupted: the level was reverted early' };
  }
  const hasLatePods = late.length > 0 && result.shortDurationMs === undefined;
  const notLive = hasLatePods ? [`not live after ${formatWait(result.timeoutMs)}: ${namesOf(late)}`] : [];
  if (result.newerChange !== undefined) {
    return {
      exitCode: exitCodes.failed,
      message: [newerFailure(result.newerChange, result.levels), ...notLive].join('; '),
    };
  }
  if (notLive.length > 0) return { exitCode: exitCodes.failed, message: notLive.join() };
  return result.revert && writeResultFailure(result.revert);
}

/** `root is TRACE, not DEBUG: changed by bob@laptop at 14:03:20` */
function newerFailure({ levels, problem, author }: NewerChange, requested: readonly RequestedLevel[]): string {
  if (problem !== undefined) {
    const loggers = someOf(requested.map(({ logger }) => logger));
    return `the level of ${loggers} may not be live: the file was changed by ${author}, and ${problem}`;
  }
  const requestedLevel = (logger: string) => requested.find((level) => level.logger === logger)?.to;
  const differences = levels.map((level) => describeDifference(level, requestedLevel(level.logger), ' is'));
  return `${someOf(differences)}: changed by ${author}`;
}
