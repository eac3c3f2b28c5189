import { formatDuration, formatWait } from '../../text/duration.ts';
import { someOf } from '../../text/some-of.ts';
import { utcTime } from '../../text/utc-time.ts';
import { type ExitCode, exitCodes } from '../record/command-error.ts';
import type { RequestedLevel } from './plan/write-plan.ts';
import { outcomeTable, type PodOutcome } from './watch/pod-outcome.ts';
import type { NewerChange } from './write/file-version.ts';
import { nextToRevert } from './write/has-timer.ts';

/** What became of a change of the file. */
export type WriteResult = {
  readonly kind: 'write';
  readonly configMap: string;
  readonly key: string;
  readonly levels: readonly RequestedLevel[];
  /** False where the file said so already. */
  readonly isWritten: boolean;
  /** undefined if they were not waited for. */
  readonly pods: readonly PodOutcome[] | undefined;
  /** What somebody else has made of the levels since; then `pods` are about that. */
  readonly newer: NewerChange | undefined;
  readonly timeoutMs: number;
  /** When it is to go back by the API server's clock; null is when somebody says so. */
  readonly until: number | null;
  /** How long that is from the end of the command on. */
  readonly leftMs: number;
  /** How long it was set, where pods were waited for no longer than that. */
  readonly cutShortMs: number | undefined;
  /** Whether somebody is there who takes it back then. */
  readonly isTimeKept: boolean;
  /** What was taken back when the time was over. */
  readonly back: WriteResult | undefined;
  /** Why that could not be done: it stays. */
  readonly notTakenBack: { readonly exitCode: ExitCode; readonly message: string } | undefined;
  /** The waiting was interrupted before the time was over: it was to be taken back at once. */
  readonly isInterrupted: boolean;
  readonly notes: readonly string[];
};

export function writeText(result: WriteResult): string {
  const { levels, isWritten, pods, newer, back } = result;
  return [
    ...levels.map((level) => levelLine(level, newer)),
    ...(newer === undefined ? [] : [`changed by ${newer.who}, after this command`]),
    ...(isWritten ? [] : ['the file said so already']),
    ...(pods === undefined || pods.length === 0 ? [] : [outcomeTable(pods)]),
    ...goesBack(result),
    ...allNotes(result),
    ...(back === undefined ? [] : ['', 'taken back:', writeText(back)]),
  ].join('\n');
}

function goesBack({ until, leftMs, isTimeKept, newer, back }: WriteResult): readonly string[] {
  if (until === null || back !== undefined || newer !== undefined || leftMs <= 0) return [];
  const left = formatDuration(leftMs);
  return isTimeKept ? [`goes back in ${left}`] : [`due to go back in ${left}: ${nextToRevert} then`];
}

function levelLine({ logger, from, to }: RequestedLevel, newer: NewerChange | undefined): string {
  const instead = newer?.levels.find((level) => level.logger === logger);
  if (instead !== undefined) return isNot(instead, to);
  return `${logger}: ${to ?? 'not known'} (was ${from ?? 'not known'})`;
}

/** `root: TRACE, not DEBUG` */
const isNot = ({ logger, to }: RequestedLevel, asked: RequestedLevel['to'], is = ':') =>
  `${logger}${is} ${to ?? 'not known'}, not ${asked ?? 'as it was'}`;

export function writeData(result: WriteResult): unknown {
  const { configMap, key, levels, isWritten, pods, newer, until, back } = result;
  const seconds = (milliseconds: number | undefined) =>
    milliseconds === undefined ? null : Math.round(milliseconds / 100) / 10;
  return {
    configMap,
    key,
    levels: levels.map(({ logger, from, to }) => ({ logger, from: from ?? null, to: to ?? null })),
    written: isWritten,
    until: until === null ? null : utcTime(until),
    pods:
      pods?.map(({ pod, state, inPodMs, liveMs, by, why }) => ({
        pod,
        state,
        inPodSeconds: seconds(inPodMs),
        liveSeconds: seconds(liveMs),
        by: by ?? null,
        why,
      })) ?? null,
    newer: newer === undefined ? null : newerData(newer),
    notes: allNotes(result),
    back: back === undefined ? null : writeData(back),
  };
}

const newerData = ({ by, at, levels, problem }: NewerChange) => ({
  by,
  at: at === undefined ? null : utcTime(at),
  levels: levels.map(({ logger, to }) => ({ logger, level: to ?? null })),
  problem: problem ?? null,
});

function allNotes(result: WriteResult): readonly string[] {
  const { cutShortMs, until, notTakenBack, notes } = result;
  const late = latePods(result);
  const hasGoneBack = until !== null && notTakenBack === undefined;
  if (cutShortMs === undefined || !hasGoneBack || late.length === 0) return notes;
  return [`went back after ${formatDuration(cutShortMs)} before these pods had read it: ${namesOf(late)}`, ...notes];
}

/** Pods that could have it, and do not: those that never read the file again were told of before. */
const latePods = ({ pods }: WriteResult): readonly PodOutcome[] =>
  (pods ?? []).filter(({ state }) => state === 'written' || state === 'in the pod');

const namesOf = (late: readonly PodOutcome[]): string => someOf(late.map(({ pod, state }) => `${pod} (${state})`));

export function writeFailure(result: WriteResult): { readonly exitCode: number; readonly message: string } | undefined {
  const late = latePods(result);
  if (result.notTakenBack !== undefined) return result.notTakenBack;
  if (result.isInterrupted) {
    return { exitCode: exitCodes.interrupted, message: 'interrupted before the time was over, and taken back' };
  }
  const isLate = late.length > 0 && result.cutShortMs === undefined;
  const notLive = isLate ? [`not live after ${formatWait(result.timeoutMs)}: ${namesOf(late)}`] : [];
  if (result.newer !== undefined) {
    return { exitCode: exitCodes.failed, message: [newerFailure(result.newer, result.levels), ...notLive].join('; ') };
  }
  if (notLive.length > 0) return { exitCode: exitCodes.failed, message: notLive.join() };
  return result.back && writeFailure(result.back);
}

/** `root is TRACE, not DEBUG: changed by bob@laptop at 14:03:20` */
function newerFailure({ levels, problem, who }: NewerChange, asked: readonly RequestedLevel[]): string {
  if (problem !== undefined) {
    const loggers = someOf(asked.map(({ logger }) => logger));
    return `the level of ${loggers} is not sure to be live: the file was changed by ${who}, and ${problem}`;
  }
  const wanted = (logger: string) => asked.find((level) => level.logger === logger)?.to;
  const now = levels.map((level) => isNot(level, wanted(level.logger), ' is'));
  return `${someOf(now)}: changed by ${who}`;
}
