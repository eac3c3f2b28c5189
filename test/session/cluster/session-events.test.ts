import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesEvent } from '../../../src/kubernetes/objects.ts';
import { createEventPicker } from '../../../src/session/cluster/session-events.ts';

const eventOf = (name: string, fields: object = {}) =>
  ({
    metadata: { name: `${name}.1`, creationTimestamp: '2026-11-23T10:00:00Z' },
    involvedObject: { kind: 'Pod', name },
    type: 'Warning',
    reason: 'FailedMount',
    message: 'no such volume',
    ...fields,
  }) as unknown as KubernetesEvent;

const own = ['demo', 'demo-rest', 'demo-7d996ff4f5', 'demo-7d996ff4f5-hmw27', 'demo-taskmanager-1-12'];
const others = [
  'demonstration',
  'demo-two',
  'demo-two-7d996ff4f5-hmw27',
  'demo-two-taskmanager-1-1',
  'a-demo',
  'other',
];

for (const name of own) {
  test(`picks an event of ${name} for cluster demo`, () =>
    assert.equal(createEventPicker('demo')([eventOf(name)]).length, 1));
}
for (const name of others) {
  test(`skips an event of ${name} for cluster demo`, () =>
    assert.deepEqual(createEventPicker('demo')([eventOf(name)]), []));
}

test('returns at most 200 events, last seen first', () => {
  const at = (second: number) => `2026-11-23T10:00:${String(second).padStart(2, '0')}Z`;
  const events = [
    eventOf('demo', { lastTimestamp: at(5), reason: 'by lastTimestamp' }),
    eventOf('demo', { lastTimestamp: null, series: { lastObservedTime: at(9) }, reason: 'by series' }),
    eventOf('demo', { eventTime: at(7), reason: 'by eventTime' }),
    eventOf('demo', { reason: 'by creation' }),
  ];
  const pick = createEventPicker('demo');
  assert.deepEqual(
    pick(events).map(({ reason }) => reason),
    ['by series', 'by eventTime', 'by lastTimestamp', 'by creation'],
  );
  assert.equal(pick(Array.from({ length: 300 }, () => eventOf('demo'))).length, 200);
});

test('within a second, the time in the name orders the events', () => {
  const ofPod = (suffix: string, fields: object) =>
    eventOf('demo', { metadata: { name: `demo.${suffix}` }, reason: suffix, ...fields });
  const lastTimestamp = '2026-11-23T10:00:05Z';
  const events = [
    ofPod('18a3f0c2c', { lastTimestamp }),
    ofPod('18a3f0c2d', { lastTimestamp }),
    ofPod('18a3f0c2b', { eventTime: '2026-11-23T10:00:05.678000Z' }),
  ];
  assert.deepEqual(
    createEventPicker('demo')(events).map(({ reason }) => reason),
    ['18a3f0c2d', '18a3f0c2c', '18a3f0c2b'],
  );
});

test('keeps the identity of known events', () => {
  const pick = createEventPicker('demo');
  const event = eventOf('demo');
  assert.equal(
    pick([event])[0],
    pick([event, eventOf('demo')]).find((each) => each === pick([event])[0]),
  );
  assert.deepEqual(pick([event])[0], {
    uid: '',
    firstAt: Date.parse('2026-11-23T10:00:00Z'),
    at: Date.parse('2026-11-23T10:00:00Z'),
    count: 1,
    type: 'Warning',
    object: 'Pod/demo',
    reason: 'FailedMount',
    message: 'no such volume',
  });
});
