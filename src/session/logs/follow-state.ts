import type { KubernetesError } from '../../kubernetes/error.ts';
import { describeLinesLostWithPod, describeRestart } from '../../logs/intake/gap-text.ts';
import type { LogSourceState } from '../../logs/log-store.ts';
import { explainEnd } from '../pods/exit-code.ts';
import type { ContainerRun } from '../pods/pod-facts.ts';
import { hasStarted, isLogMissing, type LogStatus, waitingReason } from './log-status.ts';

/** Progress of following a log. */
export type FollowProgress = {
  /** Restart count of the followed container run; undefined before its log was opened. */
  readonly followedRun: number | undefined;
  /** Epoch ms of the newest line when that run began. Later lines belong to the run. */
  readonly previousNewestAt: number | undefined;
  /** Number of existing lines to read first; undefined for all. */
  readonly tailLines: number | undefined;
  /** False if lines after the newest one may be missing. */
  readonly isComplete: boolean;
  /** Whether to read the previous run first if the container restarted before it was followed. */
  readonly readsPrevious: boolean;
};

/** The pod's status when a log was requested. */
export type FollowAttempt = {
  readonly run: ContainerRun;
  /** Reason for the end of the log; undefined while lines may still be written. */
  readonly endReason: string | undefined;
  /** Epoch ms of the newest stored line when the log was requested. */
  readonly newestAt: number | undefined;
};

/** The current step in following a container's log. */
export type FollowPhase =
  /** Reads the pod's status to decide what to request. */
  | { readonly phase: 'checking-pod' }
  /** Reads the rest of the previous run, from its newest stored line if `isResumed`. */
  | { readonly phase: 'reading-previous'; readonly attempt: FollowAttempt; readonly isResumed: boolean }
  /** Requests the log. */
  | { readonly phase: 'opening'; readonly attempt: FollowAttempt; readonly isResumed: boolean }
  | { readonly phase: 'following'; readonly attempt: FollowAttempt }
  | { readonly phase: 'waiting'; readonly reason: string }
  /** Access was denied. Waits before a retry. */
  | { readonly phase: 'refused'; readonly reason: string }
  | { readonly phase: 'done' };

export type FollowState = FollowPhase & { readonly progress: FollowProgress };

export type FollowEvent =
  | { readonly event: 'pod-checked' }
  /** The previous run was read, or has no log (`isMissing`). */
  | { readonly event: 'previous-read'; readonly isMissing: boolean }
  | { readonly event: 'opened' }
  /** The log belongs to a newer run than the one in the pod's status. The previous run has been read. */
  | { readonly event: 'run-detected' }
  | { readonly event: 'ended' }
  | { readonly event: 'failed'; readonly error: KubernetesError }
  /** The stream is replaced by another one. */
  | { readonly event: 'abandoned' }
  | { readonly event: 'waited' }
  | { readonly event: 'stopped' };

/** The facts at the time of an event. */
export type FollowObservation = {
  /** undefined once the pod is gone. */
  readonly status: LogStatus | undefined;
  /** Epoch ms of the newest line. */
  readonly newestAt: number | undefined;
};

/** An action on the log's writer. */
export type FollowEffect =
  | { readonly effect: 'end' }
  | { readonly effect: 'mark'; readonly cause: string }
  /** Begins a run without stored lines. */
  | { readonly effect: 'begin' }
  | { readonly effect: 'set-state'; readonly state: LogSourceState };

type Step = readonly [FollowState, readonly FollowEffect[]];

export function initialFollowState({
  tailLines,
  readsPrevious,
}: Pick<FollowProgress, 'tailLines' | 'readsPrevious'>): FollowState {
  const progress = { followedRun: undefined, previousNewestAt: undefined, tailLines, isComplete: true, readsPrevious };
  return { phase: 'checking-pod', progress };
}

/** Returns the next state and its effects in order. Ignores events that do not apply to the state. */
export function transition(state: FollowState, event: FollowEvent, observation: FollowObservation): Step {
  switch (event.event) {
    case 'pod-checked':
      return state.phase === 'checking-pod' ? checkPod(state.progress, observation) : [state, []];
    case 'previous-read':
      return state.phase === 'reading-previous' ? beginRun(state, event.isMissing, observation) : [state, []];
    case 'opened':
      return state.phase === 'opening' ? beginStream(state) : [state, []];
    case 'run-detected':
      return state.phase === 'following' ? beginDetectedRun(state, observation) : [state, []];
    case 'ended':
      return state.phase === 'following' ? endStream(state, observation) : [state, []];
    case 'failed':
      return 'attempt' in state ? failStream(state, event.error, observation) : [state, []];
    case 'abandoned':
      return 'attempt' in state ? checkPodAgain(state.progress) : [state, []];
    case 'waited':
      return state.phase === 'waiting' || state.phase === 'refused' ? checkPodAgain(state.progress) : [state, []];
    case 'stopped':
      return [{ phase: 'done', progress: state.progress }, []];
  }
}

type In<Phase extends FollowState['phase']> = Extract<FollowState, { readonly phase: Phase }>;

function checkPod(previous: FollowProgress, { status, newestAt }: FollowObservation): Step {
  if (status === undefined) return endWithPod(previous, newestAt);
  const { run, endReason } = status;
  const { followedRun, readsPrevious } = previous;
  // Read the whole log of a container that has not started.
  const isNew = followedRun === undefined && !hasStarted(run);
  const progress = isNew ? { ...previous, tailLines: undefined } : previous;
  const isResumed = newestAt !== previous.previousNewestAt;
  // The pod's status may lag behind the log, so only a higher restart count means a new run.
  const hasPreviousRun =
    followedRun === undefined ? readsPrevious && run.restarts > 0 && !isResumed : run.restarts > followedRun;
  const phase = hasPreviousRun ? 'reading-previous' : 'opening';
  return [{ phase, attempt: { run, endReason, newestAt }, isResumed, progress }, []];
}

function endWithPod(progress: FollowProgress, newestAt: number | undefined): Step {
  const isLost = !progress.isComplete && newestAt !== undefined;
  const lost: readonly FollowEffect[] = isLost ? [{ effect: 'mark', cause: describeLinesLostWithPod(newestAt) }] : [];
  return [{ phase: 'done', progress }, [{ effect: 'end' }, ...lost, ended('the pod is gone')]];
}

function beginRun(
  { attempt, progress }: In<'reading-previous'>,
  isMissing: boolean,
  { newestAt }: FollowObservation,
): Step {
  const { run } = attempt;
  const times = progress.followedRun === undefined ? 1 : run.restarts - progress.followedRun;
  const lostAfter = isMissing && !progress.isComplete ? newestAt : undefined;
  return [
    { phase: 'opening', attempt, isResumed: false, progress: inRun(progress, run, newestAt) },
    [restarted(run, times, lostAfter)],
  ];
}

function beginStream({ attempt, progress }: In<'opening'>): Step {
  const followedRun = Math.max(progress.followedRun ?? 0, attempt.run.restarts);
  return [
    { phase: 'following', attempt, progress: { ...progress, followedRun, isComplete: false } },
    [{ effect: 'set-state', state: { state: 'following' } }],
  ];
}

function beginDetectedRun({ attempt, progress }: In<'following'>, { status, newestAt }: FollowObservation): Step {
  const { restarts } = attempt.run;
  const isKnown = status !== undefined && status.run.restarts > restarts;
  const run = isKnown ? status.run : { ...attempt.run, restarts: restarts + 1, lastEnd: undefined };
  return [
    { phase: 'following', attempt, progress: inRun(progress, run, newestAt) },
    [restarted(run, 1, undefined), { effect: 'begin' }],
  ];
}

/**
 * Handles the end of a stream. An unterminated last line may be cut, because a stream also ends normally if the API
 * server loses the kubelet.
 */
function endStream({ attempt, progress: previous }: In<'following'>, { status, newestAt }: FollowObservation): Step {
  const progress = { ...previous, isComplete: true };
  // A stream may end before its log. The log is complete if a request after the end of the container returned no new
  // lines.
  if (attempt.endReason !== undefined && newestAt === attempt.newestAt) {
    return [{ phase: 'done', progress }, [{ effect: 'end' }, ended(attempt.endReason)]];
  }
  if (status === undefined || status.endReason !== undefined) return checkPodAgain(progress);
  return [{ phase: 'waiting', reason: waitingReason(status.run), progress }, []];
}

function failStream(
  { attempt, progress: previous }: In<'reading-previous' | 'opening' | 'following'>,
  error: KubernetesError,
  { status }: FollowObservation,
): Step {
  // The node may be lost. The API server ends the streams of a lost node normally, so lines may be missing.
  const mayMiss = previous.followedRun !== undefined && attempt.endReason === undefined && !isLogMissing(error);
  const progress = mayMiss ? { ...previous, isComplete: false } : previous;
  if (status === undefined) return checkPodAgain(progress);
  if (error.kind === 'forbidden') return [{ phase: 'refused', reason: error.message, progress }, []];
  const isTooEarly = error.kind === 'invalid' && !hasStarted(attempt.run);
  return [{ phase: 'waiting', reason: isTooEarly ? waitingReason(status.run) : error.message, progress }, []];
}

function checkPodAgain(progress: FollowProgress): Step {
  return [{ phase: 'checking-pod', progress }, []];
}

function inRun(
  progress: FollowProgress,
  { restarts }: ContainerRun,
  previousNewestAt: number | undefined,
): FollowProgress {
  return { ...progress, followedRun: restarts, previousNewestAt, tailLines: undefined };
}

function restarted({ lastEnd }: ContainerRun, times: number, lostAfter: number | undefined): FollowEffect {
  return { effect: 'mark', cause: describeRestart({ previousExit: lastEnd && explainEnd(lastEnd), times, lostAfter }) };
}

function ended(reason: string): FollowEffect {
  return { effect: 'set-state', state: { state: 'ended', reason } };
}
