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
const failed = { state: 'terminated', exitCode: 239, reason: 'Error' } as const;
const starting = { state: 'waiting', reason: 'ContainerCreating', message: undefined } as const;
const backOff = { state: 'waiting', reason: 'CrashLoopBackOff', message: undefined } as const;
const killed = { exitCode: 137, reason: 'OOMKilled' } as const;

const runOf = (parts: Partial<ContainerRun> = {}): ContainerRun => ({
  name: 'main',
  container: running,
  restarts: 0,
  lastEnd: undefined,
  endsWithSuccess: false,
  ...parts,
});

/** A log that is to be read from its newest 1000 lines on, and has not been yet. */
const fresh: FollowProgress = {
  followedRun: undefined,
  previousNewestAt: undefined,
  tailLines: 1000,
  isComplete: true,
  readsPrevious: false,
};
/** One whose first run is followed, and has lines. */
const followed: FollowProgress = { ...fresh, followedRun: 0, isComplete: false };
/** One whose second run is followed: nothing has come of it yet since the fifth second. */
const restarted: FollowProgress = { ...followed, followedRun: 1, previousNewestAt: second(5), tailLines: undefined };

const attemptOf = (run: ContainerRun, parts: Partial<FollowAttempt> = {}): FollowAttempt => ({
  run,
  endReason: undefined,
  newestAt: undefined,
  ...parts,
});
const first = attemptOf(runOf());
const last = attemptOf(runOf({ container: failed }), { endReason: 'exit code 239', newestAt: second(5) });

const seen = (run: ContainerRun, newestAt?: number, over?: string): FollowObservation => ({
  status: { run, endReason: over },
  newestAt,
});
const gone = (newestAt?: number): FollowObservation => ({ status: undefined, newestAt });

const endIt: FollowEffect = { effect: 'end' };
const mark = (cause: string): FollowEffect => ({ effect: 'mark', cause });
const ended = (reason: string): FollowEffect => ({ effect: 'set-state', state: { state: 'ended', reason } });

const looked: FollowEvent = { event: 'pod-checked' };
const readBefore: FollowEvent = { event: 'previous-read', isMissing: false };
const noRunBefore: FollowEvent = { event: 'previous-read', isMissing: true };
const failure = (kind: KubernetesError['kind'], message: string): FollowEvent => ({
  event: 'failed',
  error: new KubernetesError(kind, message),
});

const looking: FollowPhase = { phase: 'checking-pod' };
const opening = (attempt: FollowAttempt, isResumed = false): FollowPhase => ({ phase: 'opening', attempt, isResumed });
const following = (attempt: FollowAttempt): FollowPhase => ({ phase: 'following', attempt });
const reading = (attempt: FollowAttempt, isResumed = false): FollowPhase => ({
  phase: 'reading-previous',
  attempt,
  isResumed,
});
const waiting = (reason: string): FollowPhase => ({ phase: 'waiting', reason });
const over: FollowPhase = { phase: 'done' };

const again = runOf({ restarts: 1, lastEnd: killed });

type Row = readonly [
  name: string,
  from: FollowPhase,
  before: FollowProgress,
  event: FollowEvent,
  sight: FollowObservation,
  to: FollowPhase,
  after: FollowProgress,
  effects?: readonly FollowEffect[],
];

const rows: readonly Row[] = [
  // looking
  ['a log is opened', looking, fresh, looked, seen(runOf()), opening(first), fresh],
  [
    'all is read of a container that has not started',
    looking,
    fresh,
    looked,
    seen(runOf({ container: starting })),
    opening(attemptOf(runOf({ container: starting }))),
    { ...fresh, tailLines: undefined },
  ],
  [
    'one that was followed goes on from its newest line',
    looking,
    followed,
    looked,
    seen(runOf(), second(5)),
    opening({ ...first, newestAt: second(5) }, true),
    followed,
  ],
  [
    'one that waits to be started again keeps what is to be read',
    looking,
    followed,
    looked,
    seen(runOf({ container: backOff }), second(5)),
    opening(attemptOf(runOf({ container: backOff }), { newestAt: second(5) }), true),
    followed,
  ],
  [
    'a run of which no line is here is read from its beginning',
    looking,
    restarted,
    looked,
    seen(again, second(5)),
    opening(attemptOf(again, { newestAt: second(5) })),
    restarted,
  ],
  [
    'why nothing more will be written is kept until it has been read',
    looking,
    followed,
    looked,
    seen(last.run, second(5), 'exit code 239'),
    opening(last, true),
    followed,
  ],
  [
    'the run before is read to its end first',
    looking,
    followed,
    looked,
    seen(again, second(5)),
    reading(attemptOf(again, { newestAt: second(5) }), true),
    followed,
  ],
  [
    'a run before that was never followed is not read',
    looking,
    fresh,
    looked,
    seen(again),
    opening(attemptOf(again)),
    fresh,
  ],
  [
    'but where it is asked for',
    looking,
    { ...fresh, readsPrevious: true },
    looked,
    seen(again),
    reading(attemptOf(again)),
    { ...fresh, readsPrevious: true },
  ],
  [
    'and not where lines are here already',
    looking,
    { ...fresh, readsPrevious: true },
    looked,
    seen(again, second(5)),
    opening(attemptOf(again, { newestAt: second(5) }), true),
    { ...fresh, readsPrevious: true },
  ],
  [
    "a pod's status that is behind its log is no restart",
    looking,
    restarted,
    looked,
    seen(runOf(), second(6)),
    opening({ ...first, newestAt: second(6) }, true),
    restarted,
  ],
  ['a pod that is gone ends its log', looking, fresh, looked, gone(), over, fresh, [endIt, ended('its pod is gone')]],
  [
    'and nothing is missing where the stream ended before',
    looking,
    { ...followed, isComplete: true },
    looked,
    gone(second(5)),
    over,
    { ...followed, isComplete: true },
    [endIt, ended('its pod is gone')],
  ],
  [
    'but something may be where the connection broke',
    looking,
    followed,
    looked,
    gone(second(5)),
    over,
    followed,
    [
      endIt,
      mark('lines after 2026-11-24T02:00:05Z may be missing: the connection broke, and then the pod was gone'),
      ended('its pod is gone'),
    ],
  ],
  [
    'and not where no line is here',
    looking,
    followed,
    looked,
    gone(),
    over,
    followed,
    [endIt, ended('its pod is gone')],
  ],

  // reading-before
  [
    'the run before is at its end',
    reading(attemptOf(again, { newestAt: second(3) }), true),
    followed,
    readBefore,
    seen(again, second(5)),
    opening(attemptOf(again, { newestAt: second(3) })),
    restarted,
    [mark('the container was started again (OOM-killed)')],
  ],
  [
    'runs between the two are counted',
    reading(attemptOf(runOf({ restarts: 3 }))),
    followed,
    readBefore,
    seen(runOf({ restarts: 3 }), second(5)),
    opening(attemptOf(runOf({ restarts: 3 }))),
    { ...restarted, followedRun: 3 },
    [mark('the container was started again 3 times')],
  ],
  [
    'of a container that was not followed before they are not',
    reading(attemptOf(runOf({ restarts: 3 }))),
    fresh,
    readBefore,
    seen(runOf({ restarts: 3 }), second(5)),
    opening(attemptOf(runOf({ restarts: 3 }))),
    { ...restarted, followedRun: 3, isComplete: true },
    [mark('the container was started again')],
  ],
  [
    'it cannot be read, and had not been read to its end',
    reading(attemptOf(again)),
    followed,
    noRunBefore,
    seen(again, second(5)),
    opening(attemptOf(again)),
    restarted,
    [mark('the container was started again (OOM-killed); lines after 2026-11-24T02:00:05Z may be missing')],
  ],
  [
    'it cannot be read, and had been',
    reading(attemptOf(again)),
    { ...followed, isComplete: true },
    noRunBefore,
    seen(again, second(5)),
    opening(attemptOf(again)),
    { ...restarted, isComplete: true },
    [mark('the container was started again (OOM-killed)')],
  ],
  [
    'its connection breaks',
    reading(attemptOf(again)),
    { ...followed, isComplete: true },
    failure('unreachable', 'nobody there'),
    seen(again),
    waiting('nobody there'),
    followed,
  ],
  ['its stream is given up', reading(first), followed, { event: 'abandoned' }, seen(again), looking, followed],

  // opening
  [
    'a log is open',
    opening(first),
    fresh,
    { event: 'opened' },
    seen(runOf()),
    following(first),
    { ...fresh, followedRun: 0, isComplete: false },
    [{ effect: 'set-state', state: { state: 'following' } }],
  ],
  [
    'one that is of a newer run than the status tells stays so',
    opening(first),
    { ...restarted, isComplete: true },
    { event: 'opened' },
    seen(runOf()),
    following(first),
    restarted,
    [{ effect: 'set-state', state: { state: 'following' } }],
  ],
  [
    'nobody may read it',
    opening(first),
    fresh,
    failure('forbidden', 'You may not get pods/log.'),
    seen(runOf()),
    { phase: 'refused', reason: 'You may not get pods/log.' },
    fresh,
  ],
  [
    'there is none before the start of its container',
    opening(attemptOf(runOf({ container: starting }))),
    fresh,
    failure('invalid', 'container is waiting to start'),
    seen(runOf({ container: starting })),
    waiting('its container has not started yet'),
    fresh,
  ],
  [
    'there is none though it has started',
    opening(first),
    fresh,
    failure('invalid', 'no such file'),
    seen(runOf()),
    waiting('no such file'),
    fresh,
  ],
  [
    'the API server cannot be reached before its start',
    opening(attemptOf(runOf({ container: starting }))),
    fresh,
    failure('unreachable', 'nobody there'),
    seen(runOf({ container: starting })),
    waiting('nobody there'),
    fresh,
  ],
  ['its stream is given up', opening(first), fresh, { event: 'abandoned' }, seen(runOf()), looking, fresh],

  // following
  [
    'a stream that breaks may have lost something',
    following(first),
    { ...followed, isComplete: true },
    failure('unreachable', 'the connection broke'),
    seen(runOf(), second(5)),
    waiting('the connection broke'),
    followed,
  ],
  [
    'not where the container is gone with its log',
    following(first),
    { ...followed, isComplete: true },
    failure('not-found', 'no such pod'),
    seen(runOf(), second(5)),
    waiting('no such pod'),
    { ...followed, isComplete: true },
  ],
  [
    'and not where the container had ended before',
    following(last),
    { ...followed, isComplete: true },
    failure('unreachable', 'the connection broke'),
    seen(last.run, second(5), 'exit code 239'),
    waiting('the connection broke'),
    { ...followed, isComplete: true },
  ],
  [
    'one that breaks as its pod goes is not waited for',
    following(first),
    followed,
    failure('unreachable', 'the connection broke'),
    gone(second(5)),
    looking,
    followed,
  ],
  [
    'a stream that ends before its container does is asked for again',
    following(first),
    followed,
    { event: 'ended' },
    seen(runOf(), second(5)),
    waiting('the log has ended'),
    { ...followed, isComplete: true },
  ],
  [
    'with the reason, where the container is to be started again',
    following(first),
    followed,
    { event: 'ended' },
    seen(runOf({ container: backOff }), second(5)),
    waiting('its container is started again after a pause (CrashLoopBackOff)'),
    { ...followed, isComplete: true },
  ],
  [
    'at once, where the container has ended meanwhile',
    following({ ...first, newestAt: second(5) }),
    followed,
    { event: 'ended' },
    seen(last.run, second(5), 'exit code 239'),
    looking,
    { ...followed, isComplete: true },
  ],
  [
    'at once, where the pod is gone meanwhile',
    following(first),
    followed,
    { event: 'ended' },
    gone(second(5)),
    looking,
    { ...followed, isComplete: true },
  ],
  [
    'and where it brought something new since the end of its container',
    following(last),
    followed,
    { event: 'ended' },
    seen(last.run, second(6), 'exit code 239'),
    looking,
    { ...followed, isComplete: true },
  ],
  [
    'one that brought nothing new since then is the end of the log',
    following(last),
    followed,
    { event: 'ended' },
    seen(last.run, second(5), 'exit code 239'),
    over,
    { ...followed, isComplete: true },
    [endIt, ended('exit code 239')],
  ],
  ['a stream is given up', following(first), followed, { event: 'abandoned' }, seen(runOf()), looking, followed],
  [
    'a log that turns out to be of another run than the status tells',
    following(first),
    followed,
    { event: 'run-detected' },
    seen(runOf(), second(5)),
    following(first),
    restarted,
    [mark('the container was started again'), { effect: 'begin' }],
  ],
  [
    'and of which the status tells meanwhile',
    following(first),
    followed,
    { event: 'run-detected' },
    seen({ ...again, restarts: 2 }, second(5)),
    following(first),
    { ...restarted, followedRun: 2 },
    [mark('the container was started again (OOM-killed)'), { effect: 'begin' }],
  ],
  [
    'and of which the pod can tell no more',
    following(first),
    followed,
    { event: 'run-detected' },
    gone(second(5)),
    following(first),
    restarted,
    [mark('the container was started again'), { effect: 'begin' }],
  ],

  // waiting, refused
  ['after a wait it is looked again', waiting('x'), followed, { event: 'waited' }, seen(runOf()), looking, followed],
  [
    'after a refusal, too',
    { phase: 'refused', reason: 'x' },
    fresh,
    { event: 'waited' },
    seen(runOf()),
    looking,
    fresh,
  ],
];

const phases: readonly FollowPhase[] = [
  looking,
  reading(first),
  opening(first),
  following(first),
  waiting('x'),
  { phase: 'refused', reason: 'x' },
  over,
];
const events: readonly FollowEvent[] = [
  looked,
  readBefore,
  { event: 'opened' },
  { event: 'run-detected' },
  { event: 'ended' },
  failure('unreachable', 'x'),
  { event: 'abandoned' },
  { event: 'waited' },
];

for (const [name, from, before, event, sight, to, after, effects = []] of rows) {
  test(`${from.phase}, ${event.event}: ${name}`, () => {
    const state: FollowState = { ...from, progress: before };
    assert.deepEqual(transition(state, event, sight), [{ ...to, progress: after }, effects]);
  });
}

test('one that is stopped does nothing more, whatever it was at', () => {
  for (const phase of phases) {
    const stopped = transition({ ...phase, progress: followed }, { event: 'stopped' }, gone(second(5)));
    assert.deepEqual(stopped, [{ phase: 'done', progress: followed }, []], phase.phase);
  }
});

test('what cannot happen in a phase changes nothing: every other transition has its row', () => {
  const known = new Set(rows.map(([, from, , { event }]) => `${from.phase}, ${event}`));
  let left = 0;
  for (const phase of phases) {
    for (const event of events) {
      if (known.has(`${phase.phase}, ${event.event}`)) continue;
      left += 1;
      const state: FollowState = { ...phase, progress: followed };
      const [next, effects] = transition(state, event, gone(second(5)));
      assert.ok(next === state && effects.length === 0, `${phase.phase}, ${event.event}`);
    }
  }
  assert.equal(left + known.size, phases.length * events.length);
});

test('it begins with a look at the pod', () => {
  assert.deepEqual(initialFollowState({ tailLines: 1000, readsPrevious: false }), { ...looking, progress: fresh });
});
