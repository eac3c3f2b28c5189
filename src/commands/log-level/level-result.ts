import { formatDuration, formatWait } from '../../text/duration.ts';
import { someOf } from '../../text/some-of.ts';
import { utcTime } from '../../text/utc-time.ts';
import { type ExitCode, exitCodes } from '../command-error.ts';
import { nextToTakeBack } from './is-time-kept.ts';
import { outcomeTable, type PodOutcome } from './pod-outcome.ts';
import type { AskedLevel } from './write-plan.ts';

/** What became of a change of the file. */
export type WriteResult = {
  readonly kind: 'write';
  readonly configMap: string;
  readonly key: string;
  readonly levels: readonly AskedLevel[];
  /** False where the file said so already. */
  readonly isWritten: boolean;
  /** undefined if they were not waited for. */
  readonly pods: readonly PodOutcome[] | undefined;
  readonly timeoutMs: number;
  /** When it is to go back; null is when somebody says so. */
  readonly until: number | null;
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

export function writeText(result: WriteResult, now: number): string {
  const { levels, isWritten, pods, back } = result;
  return [
    ...levels.map(levelLine),
    ...(isWritten ? [] : ['the file said so already']),
    ...(pods === undefined || pods.length === 0 ? [] : [outcomeTable(pods)]),
    ...goesBack(result, now),
    ...allNotes(result),
    ...(back === undefined ? [] : ['', 'taken back:', writeText(back, now)]),
  ].join('\n');
}

function goesBack({ until, isTimeKept, back }: WriteResult, now: number): readonly string[] {
  if (until === null || back !== undefined || until <= now) return [];
  const left = formatDuration(until - now);
  return isTimeKept ? [`goes back in ${left}`] : [`due to go back in ${left}: ${nextToTakeBack} then`];
}

function levelLine({ logger, from, to }: AskedLevel): string {
  return `${logger}: ${to ?? 'not known'} (was ${from ?? 'not known'})`;
}

export function writeData(result: WriteResult): unknown {
  const { configMap, key, levels, isWritten, pods, until, back } = result;
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
    notes: allNotes(result),
    back: back === undefined ? null : writeData(back),
  };
}

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
  if (late.length > 0 && result.cutShortMs === undefined) {
    const message = `not live after ${formatWait(result.timeoutMs)}: ${namesOf(late)}`;
    return { exitCode: exitCodes.failed, message };
  }
  return result.back && writeFailure(result.back);
}
