import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import {
  type ForwardEvent,
  type ForwardProgress,
  nextForward,
  openedForward,
  retryForMs,
} from '../../../src/session/forwards/forward-transitions.ts';
import { describeFields, type Samples, type Transitions, testTransitions } from '../../support/transitions.ts';

const via = { pod: 'pod-1', port: 8081, scheme: 'https' } as const;
const refusal = new KubernetesError('forbidden', 'not allowed', {});
const unreachable = new Error('unreachable');

const opened = openedForward(1);
const live: ForwardProgress = { ...opened, wasLive: true, status: { state: 'live', since: 2, via } };
const waiting: ForwardProgress = {
  ...opened,
  status: { state: 'waiting', since: 2, reason: 'unreachable' },
  failures: 2,
  lastError: { at: 2, message: 'unreachable' },
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
  'check-failed': { event: 'check-failed', error: unreachable, at: 3 },
  'check-failed (refused)': { event: 'check-failed', error: refusal, at: 3 },
  'connection-opened': { event: 'connection-opened', via, at: 3 },
  'connection-failed': { event: 'connection-failed', error: unreachable, at: 3 },
  'connection-lost': { event: 'connection-lost', error: new Error('connection lost'), at: 3 },
  'host-refused': { event: 'host-refused', host: 'evil', at: 3 },
  'port-failed': { event: 'port-failed', error: new Error('no files left'), at: 3 },
  close: { event: 'close' },
} as const satisfies Samples<ForwardEvent, 'event'>;

const expected: Transitions<keyof typeof states, keyof typeof events> = {
  probing: {
    check: 'same',
    'pod-found': 'probing, opening since 1, https',
    'check-passed': 'pausing, live since 3, was live: notify, check-later success',
    'check-failed': 'pausing, waiting since 3, failures 1, unreachable: forget-pod, notify, check-later {"failures":1}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 1, not allowed: forget-pod, notify, check-later {"failures":1}',
    'connection-opened': 'probing, live since 3, was live: notify',
    'connection-failed': 'probing, waiting since 3, unreachable: forget-pod, notify',
    'connection-lost': 'probing, opening since 1, connection lost: forget-pod',
    'host-refused': 'probing, opening since 1, refused a request for the host evil: notify',
    'port-failed': 'probing, opening since 1, no files left',
    close: 'closed, opening since 1: cancel-check, close-port',
  },
  'probing (waiting)': {
    check: 'same',
    'pod-found': 'probing, waiting since 2, failures 2, https, unreachable',
    'check-passed': 'pausing, live since 3, was live, unreachable: notify, check-later success',
    'check-failed': 'pausing, waiting since 2, failures 3, unreachable: forget-pod, check-later {"failures":3}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 3, not allowed: forget-pod, notify, check-later {"failures":3}',
    'connection-opened': 'probing, live since 3, was live, unreachable: notify',
    'connection-failed': 'probing, waiting since 2, failures 2, unreachable: forget-pod',
    'connection-lost': 'probing, waiting since 2, failures 2, connection lost: forget-pod',
    'host-refused': 'probing, waiting since 2, failures 2, refused a request for the host evil: notify',
    'port-failed': 'probing, waiting since 2, failures 2, no files left',
    close: 'closed, waiting since 2, failures 2, unreachable: cancel-check, close-port',
  },
  'looking-up': {
    check: 'same',
    'pod-found': 'looking-up, live since 2, was live, https',
    'check-passed': 'pausing, live since 2, was live: check-later success',
    'check-failed':
      'pausing, waiting since 3, failures 1, was live, unreachable: forget-pod, notify, check-later {"failures":1}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 1, was live, not allowed: forget-pod, notify, check-later {"failures":1}',
    'connection-opened': 'same',
    'connection-failed': 'looking-up, waiting since 3, was live, unreachable: forget-pod, notify',
    'connection-lost': 'looking-up, live since 2, was live, connection lost: forget-pod',
    'host-refused': 'looking-up, live since 2, was live, refused a request for the host evil: notify',
    'port-failed': 'looking-up, live since 2, was live, no files left',
    close: 'closed, live since 2, was live: cancel-check, close-port',
  },
  'looking-up (outdated)': {
    check: 'same',
    'pod-found': 'looking-up, waiting since 2, failures 2, https, unreachable',
    'check-passed': 'pausing, waiting since 2, failures 2, unreachable: check-later {"failures":2}',
    'check-failed': 'pausing, waiting since 2, failures 3, unreachable: forget-pod, check-later {"failures":3}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 3, not allowed: forget-pod, notify, check-later {"failures":3}',
    'connection-opened': 'looking-up, live since 3, was live, unreachable: notify',
    'connection-failed': 'looking-up, waiting since 2, failures 2, unreachable: forget-pod',
    'connection-lost': 'looking-up, waiting since 2, failures 2, connection lost: forget-pod',
    'host-refused': 'looking-up, waiting since 2, failures 2, refused a request for the host evil: notify',
    'port-failed': 'looking-up, waiting since 2, failures 2, no files left',
    close: 'closed, waiting since 2, failures 2, unreachable: cancel-check, close-port',
  },
  pausing: {
    check: 'looking-up, live since 2, was live: cancel-check, look-up',
    'pod-found': 'pausing, live since 2, was live, https',
    'check-passed': 'pausing, live since 2, was live: check-later success',
    'check-failed':
      'pausing, waiting since 3, failures 1, was live, unreachable: forget-pod, notify, check-later {"failures":1}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 1, was live, not allowed: forget-pod, notify, check-later {"failures":1}',
    'connection-opened': 'same',
    'connection-failed':
      'pausing, waiting since 3, was live, unreachable: forget-pod, notify, check-later {"failures":0}',
    'connection-lost': 'looking-up, live since 2, was live, connection lost: forget-pod, cancel-check, look-up',
    'host-refused': 'pausing, live since 2, was live, refused a request for the host evil: notify',
    'port-failed': 'pausing, live since 2, was live, no files left',
    close: 'closed, live since 2, was live: cancel-check, close-port',
  },
  'pausing (waiting)': {
    check: 'probing, waiting since 2, failures 2, unreachable: cancel-check, probe',
    'pod-found': 'pausing, waiting since 2, failures 2, https, unreachable',
    'check-passed': 'pausing, live since 3, was live, unreachable: notify, check-later success',
    'check-failed': 'pausing, waiting since 2, failures 3, unreachable: forget-pod, check-later {"failures":3}',
    'check-failed (refused)':
      'pausing, refused since 3, failures 3, not allowed: forget-pod, notify, check-later {"failures":3}',
    'connection-opened': 'pausing, live since 3, was live, unreachable: notify',
    'connection-failed': 'pausing, waiting since 2, failures 2, unreachable: forget-pod',
    'connection-lost': 'probing, waiting since 2, failures 2, connection lost: forget-pod, cancel-check, probe',
    'host-refused': 'pausing, waiting since 2, failures 2, refused a request for the host evil: notify',
    'port-failed': 'pausing, waiting since 2, failures 2, no files left',
    close: 'closed, waiting since 2, failures 2, unreachable: cancel-check, close-port',
  },
  closed: {
    check: 'same',
    'pod-found': 'same',
    'check-passed': 'same',
    'check-failed': 'same',
    'check-failed (refused)': 'same',
    'connection-opened': 'same',
    'connection-failed': 'same',
    'connection-lost': 'same',
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
        ...(lastError ? [lastError.message.slice(0, 35)] : []),
      ].join(', '),
    describeEffect: describeFields,
  },
  expected,
);

test('notifies once per visible status change and keeps the start time of the state', () => {
  const other = { ...via, pod: 'pod-2' };
  const [moved, movedEffects] = nextForward(states.pausing, { event: 'connection-opened', via: other, at: 9 });
  assert.deepEqual(moved.status, { state: 'live', since: 2, via: other });
  assert.deepEqual(movedEffects, [{ effect: 'notify' }]);
  const otherFailure = { event: 'check-failed', error: new Error('another reason'), at: 9 } as const;
  const [failed, failedEffects] = nextForward(states['probing (waiting)'], otherFailure);
  assert.deepEqual(failed.status, { state: 'waiting', since: 2, reason: 'another reason' });
  assert.deepEqual(failedEffects.slice(0, 2), [{ effect: 'forget-pod' }, { effect: 'notify' }]);
});

test('retries a failed connection for 30 s, and a denied one for 5 s if the forward was live before', () => {
  assert.equal(retryForMs(states.probing, unreachable), 30_000);
  assert.equal(retryForMs(states.pausing, refusal), 5000);
  assert.equal(retryForMs(states.probing, refusal), 0);
  assert.equal(retryForMs(states.closed, unreachable), 0);
});
