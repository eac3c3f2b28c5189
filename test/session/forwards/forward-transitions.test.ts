import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import {
  type ForwardEvent,
  type ForwardProgress,
  nextForward,
  openedForward,
  patienceMs,
} from '../../../src/session/forwards/forward-transitions.ts';
import { describeFields, type Samples, type Transitions, testTransitions } from '../../support/transitions.ts';

const via = { pod: 'pod-1', port: 8081, scheme: 'https' } as const;
const refusal = new KubernetesError('forbidden', 'not allowed', {});
const nobody = new Error('nobody');

const opened = openedForward(1);
const live: ForwardProgress = { ...opened, wasLive: true, status: { state: 'live', since: 2, via } };
const waiting: ForwardProgress = {
  ...opened,
  status: { state: 'waiting', since: 2, reason: 'nobody' },
  failures: 2,
  lastError: { at: 2, message: 'nobody' },
};

const states = {
  probing: { ...opened, step: 'probing' },
  'probing (waiting)': { ...waiting, step: 'probing' },
  'looking-up': { ...live, step: 'looking-up' },
  'looking-up (outdated)': { ...waiting, step: 'looking-up' },
  pausing: { ...live, step: 'pausing' },
  'pausing (waiting)': { ...waiting, step: 'pausing' },
  closed: { ...live, step: 'closed' },
} as const satisfies Samples<ForwardProgress, 'step'>;

const events = {
  check: { event: 'check' },
  'pod-found': { event: 'pod-found', via },
  'check-passed': { event: 'check-passed', via, at: 3 },
  'check-failed': { event: 'check-failed', error: nobody, at: 3 },
  'check-failed (refused)': { event: 'check-failed', error: refusal, at: 3 },
  'connection-reached': { event: 'connection-reached', via, at: 3 },
  'connection-failed': { event: 'connection-failed', error: nobody, at: 3 },
  'connection-broke': { event: 'connection-broke', error: new Error('cut'), at: 3 },
  'host-refused': { event: 'host-refused', host: 'evil', at: 3 },
  'port-failed': { event: 'port-failed', error: new Error('no files left'), at: 3 },
  close: { event: 'close' },
} as const satisfies Samples<ForwardEvent, 'event'>;

const expected: Transitions<keyof typeof states, keyof typeof events> = {
  probing: {
    check: 'same',
    'pod-found': 'probing, opening since 1, https',
    'check-passed': 'pausing, live since 3, was live: tell, check-later success',
    'check-failed': 'pausing, waiting since 3, failures 1, nobody: forget-pod, tell, check-later {"failures":1}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 1, not allowed: forget-pod, tell, check-later {"failures":1}',
    'connection-reached': 'probing, live since 3, was live: tell',
    'connection-failed': 'probing, waiting since 3, nobody: forget-pod, tell',
    'connection-broke': 'probing, opening since 1, cut: forget-pod',
    'host-refused': 'probing, opening since 1, A request for the host evi: tell',
    'port-failed': 'probing, opening since 1, no files left',
    close: 'closed, opening since 1: cancel-check, close-port',
  },
  'probing (waiting)': {
    check: 'same',
    'pod-found': 'probing, waiting since 2, failures 2, https, nobody',
    'check-passed': 'pausing, live since 3, was live, nobody: tell, check-later success',
    'check-failed': 'pausing, waiting since 2, failures 3, nobody: forget-pod, check-later {"failures":3}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 3, not allowed: forget-pod, tell, check-later {"failures":3}',
    'connection-reached': 'probing, live since 3, was live, nobody: tell',
    'connection-failed': 'probing, waiting since 2, failures 2, nobody: forget-pod',
    'connection-broke': 'probing, waiting since 2, failures 2, cut: forget-pod',
    'host-refused': 'probing, waiting since 2, failures 2, A request for the host evi: tell',
    'port-failed': 'probing, waiting since 2, failures 2, no files left',
    close: 'closed, waiting since 2, failures 2, nobody: cancel-check, close-port',
  },
  'looking-up': {
    check: 'same',
    'pod-found': 'looking-up, live since 2, was live, https',
    'check-passed': 'pausing, live since 2, was live: check-later success',
    'check-failed':
      'pausing, waiting since 3, failures 1, was live, nobody: forget-pod, tell, check-later {"failures":1}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 1, was live, not allowed: forget-pod, tell, check-later {"failures":1}',
    'connection-reached': 'same',
    'connection-failed': 'looking-up, waiting since 3, was live, nobody: forget-pod, tell',
    'connection-broke': 'looking-up, live since 2, was live, cut: forget-pod',
    'host-refused': 'looking-up, live since 2, was live, A request for the host evi: tell',
    'port-failed': 'looking-up, live since 2, was live, no files left',
    close: 'closed, live since 2, was live: cancel-check, close-port',
  },
  'looking-up (outdated)': {
    check: 'same',
    'pod-found': 'looking-up, waiting since 2, failures 2, https, nobody',
    'check-passed': 'pausing, waiting since 2, failures 2, nobody: check-later {"failures":2}',
    'check-failed': 'pausing, waiting since 2, failures 3, nobody: forget-pod, check-later {"failures":3}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 3, not allowed: forget-pod, tell, check-later {"failures":3}',
    'connection-reached': 'looking-up, live since 3, was live, nobody: tell',
    'connection-failed': 'looking-up, waiting since 2, failures 2, nobody: forget-pod',
    'connection-broke': 'looking-up, waiting since 2, failures 2, cut: forget-pod',
    'host-refused': 'looking-up, waiting since 2, failures 2, A request for the host evi: tell',
    'port-failed': 'looking-up, waiting since 2, failures 2, no files left',
    close: 'closed, waiting since 2, failures 2, nobody: cancel-check, close-port',
  },
  pausing: {
    check: 'looking-up, live since 2, was live: cancel-check, look-up',
    'pod-found': 'pausing, live since 2, was live, https',
    'check-passed': 'pausing, live since 2, was live: check-later success',
    'check-failed':
      'pausing, waiting since 3, failures 1, was live, nobody: forget-pod, tell, check-later {"failures":1}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 1, was live, not allowed: forget-pod, tell, check-later {"failures":1}',
    'connection-reached': 'same',
    'connection-failed': 'pausing, waiting since 3, was live, nobody: forget-pod, tell, check-later {"failures":0}',
    'connection-broke': 'looking-up, live since 2, was live, cut: forget-pod, cancel-check, look-up',
    'host-refused': 'pausing, live since 2, was live, A request for the host evi: tell',
    'port-failed': 'pausing, live since 2, was live, no files left',
    close: 'closed, live since 2, was live: cancel-check, close-port',
  },
  'pausing (waiting)': {
    check: 'probing, waiting since 2, failures 2, nobody: cancel-check, probe',
    'pod-found': 'pausing, waiting since 2, failures 2, https, nobody',
    'check-passed': 'pausing, live since 3, was live, nobody: tell, check-later success',
    'check-failed': 'pausing, waiting since 2, failures 3, nobody: forget-pod, check-later {"failures":3}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 3, not allowed: forget-pod, tell, check-later {"failures":3}',
    'connection-reached': 'pausing, live since 3, was live, nobody: tell',
    'connection-failed': 'pausing, waiting since 2, failures 2, nobody: forget-pod',
    'connection-broke': 'probing, waiting since 2, failures 2, cut: forget-pod, cancel-check, probe',
    'host-refused': 'pausing, waiting since 2, failures 2, A request for the host evi: tell',
    'port-failed': 'pausing, waiting since 2, failures 2, no files left',
    close: 'closed, waiting since 2, failures 2, nobody: cancel-check, close-port',
  },
  closed: {
    check: 'same',
    'pod-found': 'same',
    'check-passed': 'same',
    'check-failed': 'same',
    'check-failed (refused)': 'same',
    'connection-reached': 'same',
    'connection-failed': 'same',
    'connection-broke': 'same',
    'host-refused': 'same',
    'port-failed': 'same',
    close: 'same',
  },
};

testTransitions(
  'a forward',
  {
    states,
    events,
    next: nextForward,
    describeState: ({ step, scheme, status, failures, wasLive, lastError }) =>
      [
        `${step}, ${status.state} since ${status.since}`,
        ...(failures > 0 ? [`failures ${failures}`] : []),
        ...(wasLive ? ['was live'] : []),
        ...(scheme === 'https' ? [scheme] : []),
        ...(lastError ? [lastError.message.slice(0, 26)] : []),
      ].join(', '),
    describeEffect: describeFields,
  },
  expected,
);

test('a status that reads the same is not told twice, and keeps its time', () => {
  const other = { ...via, pod: 'pod-2' };
  const [moved, toldMoved] = nextForward(states.pausing, { event: 'connection-reached', via: other, at: 9 });
  assert.deepEqual(moved.status, { state: 'live', since: 2, via: other });
  assert.deepEqual(toldMoved, [{ effect: 'tell' }]);
  const again = { event: 'check-failed', error: new Error('another reason'), at: 9 } as const;
  const [failed, told] = nextForward(states['probing (waiting)'], again);
  assert.deepEqual(failed.status, { state: 'waiting', since: 2, reason: 'another reason' });
  assert.deepEqual(told.slice(0, 2), [{ effect: 'forget-pod' }, { effect: 'tell' }]);
});

test('a failed connection is tried again for 30 s, one that is not allowed for 5 s if it ever was', () => {
  assert.equal(patienceMs(states.probing, nobody), 30_000);
  assert.equal(patienceMs(states.pausing, refusal), 5000);
  assert.equal(patienceMs(states.probing, refusal), 0);
  assert.equal(patienceMs(states.closed, nobody), 0);
});
