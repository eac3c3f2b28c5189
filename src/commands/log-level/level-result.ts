import { formatDuration } from '../../text/duration.ts';
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
  const { levels, isWritten, pods, back, notes } = result;
  return [
    ...levels.map(levelLine),
    ...(isWritten ? [] : ['the file said so already']),
    ...(pods === undefined || pods.length === 0 ? [] : [outcomeTable(pods)]),
    ...goesBack(result, now),
    ...notes,
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

export function writeData({ configMap, key, levels, isWritten, pods, until, back, notes }: WriteResult): unknown {
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
    notes,
    back: back === undefined ? null : writeData(back),
  };
}

/** Pods that could have it, and do not: those that never read the file again were told of before. */
export function writeFailure(result: WriteResult): { readonly exitCode: number; readonly message: string } | undefined {
  const late = (result.pods ?? []).filter(({ state }) => state === 'written' || state === 'in the pod');
  if (result.notTakenBack !== undefined) return result.notTakenBack;
  if (result.isInterrupted) {
    return { exitCode: exitCodes.interrupted, message: 'interrupted before the time was over, and taken back' };
  }
  if (late.length > 0) {
    const names = someOf(late.map(({ pod, state }) => `${pod} (${state})`));
    return { exitCode: exitCodes.failed, message: `not live after ${formatDuration(result.timeoutMs)}: ${names}` };
  }
  return result.back && writeFailure(result.back);
}
