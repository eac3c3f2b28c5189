import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import {
  type FollowAttempt,
  type FollowEffect,
  type FollowEvent,
  type FollowObservation,
  type FollowPhase,
  type FollowProgress,
  type FollowState,
  initialFollowState,
  transition,
} from '../../../src/session/logs/follow-state.ts';
import type { ContainerRun } from '../../../src/session/pods/pod-facts.ts';

const second = (number: number) => Date.parse('2026-11-24T02:00:00Z') + number * 1000;

const running = { state: 'running', startedAt: second(0) } as const;
const failed = { state: 'terminated', exitCode: 239, reason: 'Error', at: undefined } as const;
const starting = { state: 'waiting', reason: 'ContainerCreating', message: undefined } as const;
const backOff = { state: 'waiting', reason: 'CrashLoopBackOff', message: undefined } as const;
const killed = { exitCode: 137, reason: 'OOMKilled', at: undefined } as const;

const runOf = (parts: Partial<ContainerRun> = {}): ContainerRun => ({
  name: 'main',
  container: running,
  restarts: 0,
  lastEnd: undefined,
  endsWithSuccess: false,
  ...parts,
});

/** A log that has not been read yet. Reading starts with the newest 1000 lines. */
const fresh: FollowProgress = {
  followedRun: undefined,
  previousNewestAt: undefined,
  tailLines: 1000,
  isComplete: true,
  readsPrevious: false,
};
/** A log whose first run is followed and has lines. */
const followed: FollowProgress = { ...fresh, followedRun: 0, isComplete: false };
/** A log whose second run is followed and has no lines yet. The first run ended at second 5. */
const restarted: FollowProgress = { ...followed, followedRun: 1, previousNewestAt: second(5), tailLines: undefined };

const attemptOf = (run: ContainerRun, parts: Partial<FollowAttempt> = {}): FollowAttempt => ({
  run,
  endReason: undefined,
  newestAt: undefined,
  ...parts,
});
const first = attemptOf(runOf());
const last = attemptOf(runOf({ container: failed }), { endReason: 'exit code 239', newestAt: second(5) });

const observed = (run: ContainerRun, newestAt?: number, endReason?: string): FollowObservation => ({
  status: { run, endReason },
  newestAt,
});
const gone = (newestAt?: number): FollowObservation => ({ status: undefined, newestAt });

const endIt: FollowEffect = { effect: 'end' };
const mark = (cause: string): FollowEffect => ({ effect: 'mark', cause });
const ended = (reason: string): FollowEffect => ({ effect: 'set-state', state: { state: 'ended', reason } });

const podChecked: FollowEvent = { event: 'pod-checked' };
const previousRead: FollowEvent = { event: 'previous-read', isMissing: false };
const previousMissing: FollowEvent = { event: 'previous-read', isMissing: true };
const failure = (kind: KubernetesError['kind'], message: string): FollowEvent => ({
  event: 'failed',
  error: new KubernetesError(kind, message),
});

const checkingPod: FollowPhase = { phase: 'checking-pod' };
const opening = (attempt: FollowAttempt, isResumed = false): FollowPhase => ({ phase: 'opening', attempt, isResumed });
const following = (attempt: FollowAttempt): FollowPhase => ({ phase: 'following', attempt });
const reading = (attempt: FollowAttempt, isResumed = false): FollowPhase => ({
  phase: 'reading-previous',
  attempt,
  isResumed,
});
const waiting = (reason: string): FollowPhase => ({ phase: 'waiting', reason });
const done: FollowPhase = { phase: 'done' };

const secondRun = runOf({ restarts: 1, lastEnd: killed });

type Row = readonly [
  name: string,
  from: FollowPhase,
  before: FollowProgress,
  event: FollowEvent,
  observation: FollowObservation,
  to: FollowPhase,
  after: FollowProgress,
  effects?: readonly FollowEffect[],
];

const rows: readonly Row[] = [
  // checking-pod
  ['opens the log', checkingPod, fresh, podChecked, observed(runOf()), opening(first), fresh],
  [
    'reads the whole log of a container that has not started',
    checkingPod,
    fresh,
    podChecked,
    observed(runOf({ container: starting })),
    opening(attemptOf(runOf({ container: starting }))),
    { ...fresh, tailLines: undefined },
  ],
  [
    'resumes a followed log from its newest line',
    checkingPod,
    followed,
    podChecked,
    observed(runOf(), second(5)),
    opening({ ...first, newestAt: second(5) }, true),
    followed,
  ],
  [
    'keeps the start position while the container waits to restart',
    checkingPod,
    followed,
    podChecked,
    observed(runOf({ container: backOff }), second(5)),
    opening(attemptOf(runOf({ container: backOff }), { newestAt: second(5) }), true),
    followed,
  ],
  [
    'reads a run without stored lines from its start',
    checkingPod,
    restarted,
    podChecked,
    observed(secondRun, second(5)),
    opening(attemptOf(secondRun, { newestAt: second(5) })),
    restarted,
  ],
  [
    'keeps the end reason until the log is read',
    checkingPod,
    followed,
    podChecked,
    observed(last.run, second(5), 'exit code 239'),
    opening(last, true),
    followed,
  ],
  [
    'reads the rest of the previous run first',
    checkingPod,
    followed,
    podChecked,
    observed(secondRun, second(5)),
    reading(attemptOf(secondRun, { newestAt: second(5) }), true),
    followed,
  ],
  [
    'does not read a previous run that was never followed',
    checkingPod,
    fresh,
    podChecked,
    observed(secondRun),
    opening(attemptOf(secondRun)),
    fresh,
  ],
  [
    'on request, reads a previous run that was never followed',
    checkingPod,
    { ...fresh, readsPrevious: true },
    podChecked,
    observed(secondRun),
    reading(attemptOf(secondRun)),
    { ...fresh, readsPrevious: true },
  ],
  [
    'does not read a previous run if lines are stored already',
    checkingPod,
    { ...fresh, readsPrevious: true },
    podChecked,
    observed(secondRun, second(5)),
    opening(attemptOf(secondRun, { newestAt: second(5) }), true),
    { ...fresh, readsPrevious: true },
  ],
  [
    'does not treat a pod status older than the log as a restart',
    checkingPod,
    restarted,
    podChecked,
    observed(runOf(), second(6)),
    opening({ ...first, newestAt: second(6) }, true),
    restarted,
  ],
  [
    'ends the log of a pod that is gone',
    checkingPod,
    fresh,
    podChecked,
    gone(),
    done,
    fresh,
    [endIt, ended('the pod is gone')],
  ],
  [
    'marks no gap if the stream had already ended',
    checkingPod,
    { ...followed, isComplete: true },
    podChecked,
    gone(second(5)),
    done,
    { ...followed, isComplete: true },
    [endIt, ended('the pod is gone')],
  ],
  [
    'marks a possible gap if the connection had broken',
    checkingPod,
    followed,
    podChecked,
    gone(second(5)),
    done,
    followed,
    [
      endIt,
      mark('lines after 2026-11-24T02:00:05Z may be missing: the connection broke and the pod is gone'),
      ended('the pod is gone'),
    ],
  ],
  [
    'marks no gap without stored lines',
    checkingPod,
    followed,
    podChecked,
    gone(),
    done,
    followed,
    [endIt, ended('the pod is gone')],
  ],

  // reading-previous
  [
    'marks the restart at the end of the previous run',
    reading(attemptOf(secondRun, { newestAt: second(3) }), true),
    followed,
    previousRead,
    observed(secondRun, second(5)),
    opening(attemptOf(secondRun, { newestAt: second(3) })),
    restarted,
    [mark('container restarted (OOM-killed)')],
  ],
  [
    'counts the restarts between two followed runs',
    reading(attemptOf(runOf({ restarts: 3 }))),
    followed,
    previousRead,
    observed(runOf({ restarts: 3 }), second(5)),
    opening(attemptOf(runOf({ restarts: 3 }))),
    { ...restarted, followedRun: 3 },
    [mark('container restarted 3 times')],
  ],
  [
    'does not count restarts of a container that was not followed before',
    reading(attemptOf(runOf({ restarts: 3 }))),
    fresh,
    previousRead,
    observed(runOf({ restarts: 3 }), second(5)),
    opening(attemptOf(runOf({ restarts: 3 }))),
    { ...restarted, followedRun: 3, isComplete: true },
    [mark('container restarted')],
  ],
  [
    'marks possibly missing lines if the previous run cannot be read and was incomplete',
    reading(attemptOf(secondRun)),
    followed,
    previousMissing,
    observed(secondRun, second(5)),
    opening(attemptOf(secondRun)),
    restarted,
    [mark('container restarted (OOM-killed); lines after 2026-11-24T02:00:05Z may be missing')],
  ],
  [
    'marks only the restart if the previous run cannot be read but was complete',
    reading(attemptOf(secondRun)),
    { ...followed, isComplete: true },
    previousMissing,
    observed(secondRun, second(5)),
    opening(attemptOf(secondRun)),
    { ...restarted, isComplete: true },
    [mark('container restarted (OOM-killed)')],
  ],
  [
    'waits after the connection breaks',
    reading(attemptOf(secondRun)),
    { ...followed, isComplete: true },
    failure('unreachable', 'unreachable'),
    observed(secondRun),
    waiting('unreachable'),
    followed,
  ],
  [
    'checks the pod after the stream is aborted',
    reading(first),
    followed,
    { event: 'abandoned' },
    observed(secondRun),
    checkingPod,
    followed,
  ],

  // opening
  [
    'follows an open log',
    opening(first),
    fresh,
    { event: 'opened' },
    observed(runOf()),
    following(first),
    { ...fresh, followedRun: 0, isComplete: false },
    [{ effect: 'set-state', state: { state: 'following' } }],
  ],
  [
    'keeps a newer run than the status shows',
    opening(first),
    { ...restarted, isComplete: true },
    { event: 'opened' },
    observed(runOf()),
    following(first),
    restarted,
    [{ effect: 'set-state', state: { state: 'following' } }],
  ],
  [
    'waits after denied access',
    opening(first),
    fresh,
    failure('forbidden', 'not allowed to get pods/log'),
    observed(runOf()),
    { phase: 'refused', reason: 'not allowed to get pods/log' },
    fresh,
  ],
  [
    'waits for a container that has not started',
    opening(attemptOf(runOf({ container: starting }))),
    fresh,
    failure('invalid', 'container is waiting to start'),
    observed(runOf({ container: starting })),
    waiting('the container has not started yet'),
    fresh,
  ],
  [
    'waits if a started container has no log',
    opening(first),
    fresh,
    failure('invalid', 'no such file'),
    observed(runOf()),
    waiting('no such file'),
    fresh,
  ],
  [
    'waits if the API server is unreachable before the container starts',
    opening(attemptOf(runOf({ container: starting }))),
    fresh,
    failure('unreachable', 'unreachable'),
    observed(runOf({ container: starting })),
    waiting('unreachable'),
    fresh,
  ],
  [
    'checks the pod after the stream is aborted',
    opening(first),
    fresh,
    { event: 'abandoned' },
    observed(runOf()),
    checkingPod,
    fresh,
  ],

  // following
  [
    'treats a log as incomplete after its stream breaks',
    following(first),
    { ...followed, isComplete: true },
    failure('unreachable', 'the connection broke'),
    observed(runOf(), second(5)),
    waiting('the connection broke'),
    followed,
  ],
  [
    'keeps a complete log if the container is gone',
    following(first),
    { ...followed, isComplete: true },
    failure('not-found', 'no such pod'),
    observed(runOf(), second(5)),
    waiting('no such pod'),
    { ...followed, isComplete: true },
  ],
  [
    'keeps a complete log if the container had already ended',
    following(last),
    { ...followed, isComplete: true },
    failure('unreachable', 'the connection broke'),
    observed(last.run, second(5), 'exit code 239'),
    waiting('the connection broke'),
    { ...followed, isComplete: true },
  ],
  [
    'checks the pod immediately if the stream breaks because the pod is gone',
    following(first),
    followed,
    failure('unreachable', 'the connection broke'),
    gone(second(5)),
    checkingPod,
    followed,
  ],
  [
    'waits to reopen a stream that ended before its container',
    following(first),
    followed,
    { event: 'ended' },
    observed(runOf(), second(5)),
    waiting('the log has ended'),
    { ...followed, isComplete: true },
  ],
  [
    'waits with the reason while the container waits to restart',
    following(first),
    followed,
    { event: 'ended' },
    observed(runOf({ container: backOff }), second(5)),
    waiting('the container is waiting to restart (CrashLoopBackOff)'),
    { ...followed, isComplete: true },
  ],
  [
    'checks the pod immediately if the container has ended in the meantime',
    following({ ...first, newestAt: second(5) }),
    followed,
    { event: 'ended' },
    observed(last.run, second(5), 'exit code 239'),
    checkingPod,
    { ...followed, isComplete: true },
  ],
  [
    'checks the pod immediately if the pod is gone in the meantime',
    following(first),
    followed,
    { event: 'ended' },
    gone(second(5)),
    checkingPod,
    { ...followed, isComplete: true },
  ],
  [
    'checks the pod again if the stream had new lines after the container ended',
    following(last),
    followed,
    { event: 'ended' },
    observed(last.run, second(6), 'exit code 239'),
    checkingPod,
    { ...followed, isComplete: true },
  ],
  [
    'ends the log if the stream had no new lines after the container ended',
    following(last),
    followed,
    { event: 'ended' },
    observed(last.run, second(5), 'exit code 239'),
    done,
    { ...followed, isComplete: true },
    [endIt, ended('exit code 239')],
  ],
  [
    'checks the pod after the stream is aborted',
    following(first),
    followed,
    { event: 'abandoned' },
    observed(runOf()),
    checkingPod,
    followed,
  ],
  [
    'starts a detected run that the status does not show yet',
    following(first),
    followed,
    { event: 'run-detected' },
    observed(runOf(), second(5)),
    following(first),
    restarted,
    [mark('container restarted'), { effect: 'begin' }],
  ],
  [
    'uses the run in the status if the status is newer than the detected run',
    following(first),
    followed,
    { event: 'run-detected' },
    observed({ ...secondRun, restarts: 2 }, second(5)),
    following(first),
    { ...restarted, followedRun: 2 },
    [mark('container restarted (OOM-killed)'), { effect: 'begin' }],
  ],
  [
    'starts the detected run although the pod is gone',
    following(first),
    followed,
    { event: 'run-detected' },
    gone(second(5)),
    following(first),
    restarted,
    [mark('container restarted'), { effect: 'begin' }],
  ],

  // waiting, refused
  [
    'checks the pod after a wait',
    waiting('x'),
    followed,
    { event: 'waited' },
    observed(runOf()),
    checkingPod,
    followed,
  ],
  [
    'checks the pod after denied access and a wait',
    { phase: 'refused', reason: 'x' },
    fresh,
    { event: 'waited' },
    observed(runOf()),
    checkingPod,
    fresh,
  ],
];

const phases: readonly FollowPhase[] = [
  checkingPod,
  reading(first),
  opening(first),
  following(first),
  waiting('x'),
  { phase: 'refused', reason: 'x' },
  done,
];
const events: readonly FollowEvent[] = [
  podChecked,
  previousRead,
  { event: 'opened' },
  { event: 'run-detected' },
  { event: 'ended' },
  failure('unreachable', 'x'),
  { event: 'abandoned' },
  { event: 'waited' },
];

for (const [name, from, before, event, observation, to, after, effects = []] of rows) {
  test(`${from.phase}, ${event.event}: ${name}`, () => {
    const state: FollowState = { ...from, progress: before };
    assert.deepEqual(transition(state, event, observation), [{ ...to, progress: after }, effects]);
  });
}

test('does nothing after stop in any phase', () => {
  for (const phase of phases) {
    const stopped = transition({ ...phase, progress: followed }, { event: 'stopped' }, gone(second(5)));
    assert.deepEqual(stopped, [{ phase: 'done', progress: followed }, []], phase.phase);
  }
});

test('each phase ignores every event without a row', () => {
  const tested = new Set(rows.map(([, from, , { event }]) => `${from.phase}, ${event}`));
  let ignored = 0;
  for (const phase of phases) {
    for (const event of events) {
      if (tested.has(`${phase.phase}, ${event.event}`)) continue;
      ignored += 1;
      const state: FollowState = { ...phase, progress: followed };
      const [next, effects] = transition(state, event, gone(second(5)));
      assert.ok(next === state && effects.length === 0, `${phase.phase}, ${event.event}`);
    }
  }
  assert.equal(ignored + tested.size, phases.length * events.length);
});

test('starts by checking the pod', () => {
  assert.deepEqual(initialFollowState({ tailLines: 1000, readsPrevious: false }), { ...checkingPod, progress: fresh });
});
