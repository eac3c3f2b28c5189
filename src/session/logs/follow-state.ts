import type { KubernetesError } from '../../kubernetes/error.ts';
import { lostWithPodText, restartText } from '../../logs/intake/gap-text.ts';
import type { LogSourceState } from '../../logs/log-store.ts';
import { explainEnd } from '../pods/exit-code.ts';
import type { ContainerRun } from '../pods/pod-facts.ts';
import { isRefused } from './is-refused.ts';
import { hasStarted, type LogStatus, waitingReason } from './log-status.ts';

/** How far a log has been followed. */
export type FollowProgress = {
  /** Which run of the container is followed, by its restarts; undefined before its log is open. */
  readonly followedRun: number | undefined;
  /** Epoch ms of the newest line when that run began: what came since is of it. */
  readonly newestBefore: number | undefined;
  /** So many lines of what is there are read first; undefined for all. */
  readonly tailLines: number | undefined;
  /** Nothing is known to be missing after the newest line. */
  readonly isWhole: boolean;
  /** Whether the run before comes first, where the container was started again before it was followed. */
  readonly readsPrevious: boolean;
};

/** As the pod stood when a log was asked for. */
export type FollowAttempt = {
  readonly run: ContainerRun;
  /** Why nothing more is written to it; undefined while something may be. */
  readonly over: string | undefined;
  /** Epoch ms of the newest line then. */
  readonly newestAt: number | undefined;
};

/** What is being done about a container's log. */
export type FollowPhase =
  /** Looks at the pod, to know what to ask for. */
  | { readonly phase: 'looking' }
  /** Reads what is left of the run before; since its newest line, if `isResumed`. */
  | { readonly phase: 'reading-before'; readonly attempt: FollowAttempt; readonly isResumed: boolean }
  /** Asks for the log. */
  | { readonly phase: 'opening'; readonly attempt: FollowAttempt; readonly isResumed: boolean }
  | { readonly phase: 'following'; readonly attempt: FollowAttempt }
  | { readonly phase: 'waiting'; readonly reason: string }
  /** Waits, as nobody may read it. */
  | { readonly phase: 'refused'; readonly reason: string }
  | { readonly phase: 'over' };

export type FollowState = FollowPhase & { readonly progress: FollowProgress };

export type FollowEvent =
  | { readonly event: 'looked' }
  /** The run before was read to its end; or it is refused, as there is none. */
  | { readonly event: 'read-before'; readonly isRefused: boolean }
  | { readonly event: 'opened' }
  /** The log is of a newer run than the pod's status tells, and the rest of the run before has been read. */
  | { readonly event: 'run-found' }
  | { readonly event: 'ended' }
  | { readonly event: 'failed'; readonly error: KubernetesError }
  /** The stream was given up for another one. */
  | { readonly event: 'given-up' }
  | { readonly event: 'waited' }
  | { readonly event: 'stopped' };

/** What can be seen at the moment of an event. */
export type FollowObservation = {
  /** undefined once the pod is gone. */
  readonly status: LogStatus | undefined;
  /** Epoch ms of the newest line. */
  readonly newestAt: number | undefined;
};

/** What is to be done with the log's writer. */
export type FollowEffect =
  | { readonly effect: 'end' }
  | { readonly effect: 'mark'; readonly cause: string }
  /** A run begins, of which no line is here. */
  | { readonly effect: 'begin' }
  | { readonly effect: 'tell'; readonly state: LogSourceState };

type Step = readonly [FollowState, readonly FollowEffect[]];

export function beginFollowing({
  tailLines,
  readsPrevious,
}: Pick<FollowProgress, 'tailLines' | 'readsPrevious'>): FollowState {
  const progress = { followedRun: undefined, newestBefore: undefined, tailLines, isWhole: true, readsPrevious };
  return { phase: 'looking', progress };
}

/** The next state, and what to do on the way to it, in this order. What cannot happen in a state changes nothing. */
export function transition(state: FollowState, event: FollowEvent, sight: FollowObservation): Step {
  switch (event.event) {
    case 'looked':
      return state.phase === 'looking' ? look(state.progress, sight) : [state, []];
    case 'read-before':
      return state.phase === 'reading-before' ? beginRun(state, event.isRefused, sight) : [state, []];
    case 'opened':
      return state.phase === 'opening' ? beginStream(state) : [state, []];
    case 'run-found':
      return state.phase === 'following' ? beginFoundRun(state, sight) : [state, []];
    case 'ended':
      return state.phase === 'following' ? endStream(state, sight) : [state, []];
    case 'failed':
      return 'attempt' in state ? fail(state, event.error, sight) : [state, []];
    case 'given-up':
      return 'attempt' in state ? lookAgain(state.progress) : [state, []];
    case 'waited':
      return state.phase === 'waiting' || state.phase === 'refused' ? lookAgain(state.progress) : [state, []];
    case 'stopped':
      return [{ phase: 'over', progress: state.progress }, []];
  }
}

type In<Phase extends FollowState['phase']> = Extract<FollowState, { readonly phase: Phase }>;

function look(known: FollowProgress, { status, newestAt }: FollowObservation): Step {
  if (status === undefined) return endWithPod(known, newestAt);
  const { run, endReason: over } = status;
  const { followedRun, readsPrevious } = known;
  // All that is written from the start on is wanted.
  const isNew = followedRun === undefined && !hasStarted(run);
  const progress = isNew ? { ...known, tailLines: undefined } : known;
  const isResumed = newestAt !== known.newestBefore;
  // The pod's status may be behind what its log has told: it counts upwards only.
  const hasRunBefore =
    followedRun === undefined ? readsPrevious && run.restarts > 0 && !isResumed : run.restarts > followedRun;
  const phase = hasRunBefore ? 'reading-before' : 'opening';
  return [{ phase, attempt: { run, over, newestAt }, isResumed, progress }, []];
}

function endWithPod(progress: FollowProgress, newestAt: number | undefined): Step {
  const isLost = !progress.isWhole && newestAt !== undefined;
  const lost: readonly FollowEffect[] = isLost ? [{ effect: 'mark', cause: lostWithPodText(newestAt) }] : [];
  return [{ phase: 'over', progress }, [{ effect: 'end' }, ...lost, ended('its pod is gone')]];
}

function beginRun(
  { attempt, progress }: In<'reading-before'>,
  isRefused: boolean,
  { newestAt }: FollowObservation,
): Step {
  const { run } = attempt;
  const times = progress.followedRun === undefined ? 1 : run.restarts - progress.followedRun;
  const lostAfter = isRefused && !progress.isWhole ? newestAt : undefined;
  return [
    { phase: 'opening', attempt, isResumed: false, progress: inRun(progress, run, newestAt) },
    [restarted(run, times, lostAfter)],
  ];
}

function beginStream({ attempt, progress }: In<'opening'>): Step {
  const followedRun = Math.max(progress.followedRun ?? 0, attempt.run.restarts);
  return [
    { phase: 'following', attempt, progress: { ...progress, followedRun, isWhole: false } },
    [{ effect: 'tell', state: { state: 'following' } }],
  ];
}

function beginFoundRun({ attempt, progress }: In<'following'>, { status, newestAt }: FollowObservation): Step {
  const { restarts } = attempt.run;
  const isKnown = status !== undefined && status.run.restarts > restarts;
  const run = isKnown ? status.run : { ...attempt.run, restarts: restarts + 1, lastEnd: undefined };
  return [
    { phase: 'following', attempt, progress: inRun(progress, run, newestAt) },
    [restarted(run, 1, undefined), { effect: 'begin' }],
  ];
}

/**
 * Half a line at its end may be the last one, or be cut: the API server ends a stream like this too if it has lost the
 * kubelet.
 */
function endStream({ attempt, progress: before }: In<'following'>, { status, newestAt }: FollowObservation): Step {
  const progress = { ...before, isWhole: true };
  // A stream may end before the log does. One that brought nothing new since the container's end ended with it.
  if (attempt.over !== undefined && newestAt === attempt.newestAt) {
    return [{ phase: 'over', progress }, [{ effect: 'end' }, ended(attempt.over)]];
  }
  if (status === undefined || status.endReason !== undefined) return lookAgain(progress);
  return [{ phase: 'waiting', reason: waitingReason(status.run), progress }, []];
}

function fail(
  { attempt, progress: before }: In<'reading-before' | 'opening' | 'following'>,
  error: KubernetesError,
  { status }: FollowObservation,
): Step {
  // The node may be lost, and its streams have ended like any other.
  const mayMiss = before.followedRun !== undefined && attempt.over === undefined && !isRefused(error);
  const progress = mayMiss ? { ...before, isWhole: false } : before;
  if (status === undefined) return lookAgain(progress);
  if (error.kind === 'forbidden') return [{ phase: 'refused', reason: error.message, progress }, []];
  const isNotYet = error.kind === 'invalid' && !hasStarted(attempt.run);
  return [{ phase: 'waiting', reason: isNotYet ? waitingReason(status.run) : error.message, progress }, []];
}

function lookAgain(progress: FollowProgress): Step {
  return [{ phase: 'looking', progress }, []];
}

function inRun(progress: FollowProgress, { restarts }: ContainerRun, newestBefore: number | undefined): FollowProgress {
  return { ...progress, followedRun: restarts, newestBefore, tailLines: undefined };
}

function restarted({ lastEnd }: ContainerRun, times: number, lostAfter: number | undefined): FollowEffect {
  return { effect: 'mark', cause: restartText({ end: lastEnd && explainEnd(lastEnd), times, lostAfter }) };
}

function ended(reason: string): FollowEffect {
  return { effect: 'tell', state: { state: 'ended', reason } };
}
