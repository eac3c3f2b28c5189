import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkpointDetail,
  checkpoints,
  inBackground,
  jobDetail,
  jobHistory,
  jobState,
  jobs,
  metricIds,
  taskManagers,
  vertexGauges,
} from '../../../src/session/readings/flink-readings.ts';
import { planReadings } from '../../../src/session/readings/plan-readings.ts';
import {
  answered,
  needed,
  nothingPolled,
  type PollState,
  refreshed,
  requested,
} from '../../../src/session/readings/poll-state.ts';
import type { CostClass, Reading } from '../../../src/session/readings/reading.ts';

const startAt = 1_000_000;
const need = (...readings: readonly Reading<unknown>[]): PollState => needed(nothingPolled, readings, startAt);
const response = { value: 'a response', isEmpty: false };
const reading = (key: string, cost: CostClass): Reading<unknown> => ({
  key,
  cost,
  intervalMs: 3000,
  read: async () => response,
});

/** Requests the readings that are due at `from`. Their responses arrive after `durationMs`. */
function answeredAfter(state: PollState, from: number, durationMs: number): PollState {
  const { start: keys } = planReadings(state, from);
  return keys.reduce((next, key) => answered(next, key, response, from + durationMs), requested(state, keys, from));
}

test('requests a new reading immediately and again after its interval', () => {
  const state = need(jobs, taskManagers);
  assert.deepEqual(planReadings(state, startAt).start, ['jobs', 'task-managers']);
  const later = answeredAfter(state, startAt, 100);
  assert.deepEqual(planReadings(later, startAt + 100), { start: [], nextAt: startAt + 3000 });
  assert.deepEqual(planReadings(later, startAt + 3000).start, ['jobs', 'task-managers']);
});

test('requests the job list again after ten times its response time', () => {
  const later = answeredAfter(need(jobs), startAt, 700);
  assert.deepEqual(planReadings(later, startAt + 700), { start: [], nextAt: startAt + 7000 });
});

test('sends one request to all JobMasters at a time, even if urgent', () => {
  const state = requested(need(jobs, reading('other list', 'F')), ['jobs'], startAt);
  assert.deepEqual(planReadings(refreshed(state), startAt + 4000).start, []);
  const both = need(jobs, reading('other list', 'F'));
  assert.deepEqual(planReadings(both, startAt).start, ['jobs']);
});

test('never polls TaskManagers directly', () => {
  const state = refreshed(need(reading('thread-dump/pod', 'T')));
  assert.deepEqual(planReadings(state, startAt + 60_000), { start: [], nextAt: Number.POSITIVE_INFINITY });
});

test('limits graph calls to one job at a time and one call a second', () => {
  const state = need(jobDetail('a'), checkpoints('a'), jobDetail('b'), checkpoints('b'));
  const first = planReadings(state, startAt);
  assert.deepEqual(first.start, ['job-detail/a', 'checkpoints/a']);
  const busy = requested(state, first.start, startAt);
  assert.deepEqual(planReadings(busy, startAt + 1000).start, [], 'one job at a time');
  const later = first.start.reduce((next, key) => answered(next, key, response, startAt + 50), busy);
  const second = planReadings(later, startAt + 50);
  assert.deepEqual(second.start, ['job-detail/b', 'checkpoints/b'], 'a burst of two calls is allowed');
  const spent = answeredAfter(later, startAt + 50, 50);
  const third = {
    ...spent,
    polled: new Map([...spent.polled].map(([key, known]) => [key, { ...known, isUrgent: true }])),
  };
  assert.deepEqual(planReadings(third, startAt + 100), { start: [], nextAt: startAt + 2000 });
});

test('what the user opens does not wait for its turn, at most four requests at once, and then others wait longer', () => {
  const opened = (index: number): Reading<unknown> => ({ ...checkpointDetail('a', index), isOpened: true });
  const busy = requested(need(jobDetail('b'), checkpoints('b')), ['job-detail/b', 'checkpoints/b'], startAt);
  const several = needed(busy, [jobDetail('b'), checkpoints('b'), ...[1, 2, 3].map(opened)], startAt + 10);
  const first = planReadings(several, startAt + 10);
  assert.deepEqual(first.start, ['checkpoint/a/1', 'checkpoint/a/2'], 'two of the four are those of job b');
  const sent = requested(several, first.start, startAt + 10);
  assert.deepEqual(planReadings(sent, startAt + 20), { start: [], nextAt: Number.POSITIVE_INFINITY });
  const later = ['job-detail/b', ...first.start].reduce(
    (next, key) => answered(next, key, response, startAt + 30),
    sent,
  );
  assert.deepEqual(planReadings(later, startAt + 30).start, ['checkpoint/a/3']);
  const idle = needed(answered(later, 'checkpoints/b', response, startAt + 30), [jobDetail('c')], startAt + 40);
  assert.deepEqual(planReadings(idle, startAt + 40), { start: [], nextAt: startAt + 2000 }, 'four calls were made');
});

test('batches readings that are due soon', () => {
  const detail = answeredAfter(need(jobDetail('a')), startAt, 10);
  const both = answeredAfter(needed(detail, [jobDetail('a'), checkpoints('a')], startAt + 1000), startAt + 1000, 10);
  assert.deepEqual(planReadings(both, startAt + 3000).start.toSorted(), ['checkpoints/a', 'job-detail/a']);
});

test('adds metrics of newly visible vertices to the current batch', () => {
  const state = answeredAfter(need(vertexGauges('a', 'v1')), startAt, 10);
  const more = needed(state, [vertexGauges('a', 'v1'), vertexGauges('a', 'v2')], startAt + 4000);
  assert.deepEqual(planReadings(more, startAt + 4000).start, ['vertex-gauges/a/v2']);
  const both = answeredAfter(more, startAt + 4000, 10);
  assert.deepEqual(planReadings(both, startAt + 9999), { start: [], nextAt: startAt + 10_000 });
  assert.equal(planReadings(both, startAt + 10_000).start.length, 2);
});

test('requests job states three at a time', () => {
  const state = need(...['a', 'b', 'c', 'd'].map(jobState));
  const { start: keys, nextAt } = planReadings(state, startAt);
  assert.deepEqual(keys, ['job-state/a', 'job-state/b', 'job-state/c']);
  assert.equal(nextAt, Number.POSITIVE_INFINITY, 'the next one waits for a response');
});

const marked = (mark: string): Reading<unknown> => ({ ...inBackground(jobHistory('a')), mark });

test('requests a reading again 3 s after its mark has changed, once', () => {
  const read = answeredAfter(need(marked('one')), startAt, 100);
  assert.deepEqual(planReadings(read, startAt + 100), { start: [], nextAt: Number.POSITIVE_INFINITY });
  const changed = needed(read, [marked('two')], startAt + 10_000);
  assert.deepEqual(planReadings(changed, startAt + 12_999), { start: [], nextAt: startAt + 13_000 });
  assert.deepEqual(planReadings(changed, startAt + 13_000).start, ['job-history/a']);
  const again = answeredAfter(changed, startAt + 13_000, 100);
  assert.deepEqual(planReadings(again, startAt + 60_000), { start: [], nextAt: Number.POSITIVE_INFINITY });
});

test('requests a reading again whose mark changes during a request', () => {
  const busy = requested(need(marked('one')), ['job-history/a'], startAt);
  const changed = needed(busy, [marked('two')], startAt + 500);
  const read = answered(changed, 'job-history/a', response, startAt + 1000);
  assert.deepEqual(planReadings(read, startAt + 1000), { start: [], nextAt: startAt + 3500 });
  const again = answeredAfter(read, startAt + 3500, 100);
  assert.deepEqual(planReadings(again, startAt + 60_000), { start: [], nextAt: Number.POSITIVE_INFINITY });
});

test('requests a reading again for a change soon before the request, which Flink may not have yet', () => {
  const read = answeredAfter(need(marked('one')), startAt, 100);
  const changed = needed(read, [marked('two')], startAt + 10_000);
  const changedAgain = needed(changed, [marked('three')], startAt + 12_900);
  const again = answeredAfter(changedAgain, startAt + 13_000, 100);
  assert.deepEqual(planReadings(again, startAt + 13_100), { start: [], nextAt: startAt + 15_900 });
});

test('data in the background waits for displayed data, but at most 5 s', () => {
  const shown = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(jobDetail);
  const hidden = ['x', 'y'].map((id) => inBackground(jobDetail(id)));
  let state = need(...shown, ...hidden);
  const order: string[] = [];
  for (let ms = 0; ms <= 7000; ms += 500) {
    const { start: keys } = planReadings(state, startAt + ms);
    order.push(...keys.map((key) => `${ms} ms ${key.replace('job-detail/', '')}`));
    state = answeredAfter(state, startAt + ms, 10);
  }
  assert.deepEqual(order, [
    '0 ms x',
    '500 ms a',
    '1000 ms b',
    '1500 ms c',
    '2000 ms d',
    '3000 ms e',
    '4000 ms f',
    '5000 ms y',
    '6000 ms g',
    '7000 ms h',
  ]);
});

test('reads metric ids once a minute, although other metrics are read every 10 s', () => {
  const ids = metricIds({ kind: 'job-manager' });
  let state = answeredAfter(need(ids, vertexGauges('a', 'v1')), startAt, 10);
  const requested: string[] = [];
  for (let now = startAt + 1000; now <= startAt + 60_000; now += 1000) {
    requested.push(...planReadings(state, now).start);
    state = answeredAfter(state, now, 10);
  }
  const times = (key: string) => requested.filter((one) => one === key).length;
  assert.equal(times('vertex-gauges/a/v1'), 6);
  assert.equal(times(ids.key), 1);
});
