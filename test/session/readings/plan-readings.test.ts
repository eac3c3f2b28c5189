import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  busiestSubtask,
  checkpoints,
  jobDetail,
  jobState,
  jobs,
  taskManagers,
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

const start = 1_000_000;
const need = (...readings: readonly Reading<unknown>[]): PollState => needed(nothingPolled, readings, start);
const answer = { value: 'an answer', isEmpty: false };
const reading = (key: string, cost: CostClass): Reading<unknown> => ({
  key,
  cost,
  intervalMs: 3000,
  read: async () => answer,
});

/** Everything that is due is asked at `from`, and answered so much later. */
function answeredAfter(state: PollState, from: number, durationMs: number): PollState {
  const { start: ask } = planReadings(state, from);
  return ask.reduce((next, key) => answered(next, key, answer, from + durationMs), requested(state, ask, from));
}

test('what was never asked is due, and due again after its period', () => {
  const state = need(jobs, taskManagers);
  assert.deepEqual(planReadings(state, start).start, ['jobs', 'task-managers']);
  const later = answeredAfter(state, start, 100);
  assert.deepEqual(planReadings(later, start + 100), { ask: [], nextAt: start + 3000 });
  assert.deepEqual(planReadings(later, start + 3000).start, ['jobs', 'task-managers']);
});

test('a list of jobs rests ten times as long as it took', () => {
  const later = answeredAfter(need(jobs), start, 700);
  assert.deepEqual(planReadings(later, start + 700), { ask: [], nextAt: start + 7000 });
});

test('all JobMasters are asked one question at a time, whatever is urgent', () => {
  const state = requested(need(jobs, reading('other list', 'F')), ['jobs'], start);
  assert.deepEqual(planReadings(refreshed(state), start + 4000).start, []);
  const both = need(jobs, reading('other list', 'F'));
  assert.deepEqual(planReadings(both, start).start, ['jobs']);
});

test('a call to a TaskManager is never planned', () => {
  const state = refreshed(need(reading('thread-dump/pod', 'T')));
  assert.deepEqual(planReadings(state, start + 60_000), { ask: [], nextAt: Number.POSITIVE_INFINITY });
});

test('of two jobs the second waits until the calls for the first are paid for', () => {
  const state = need(jobDetail('a'), checkpoints('a'), jobDetail('b'), checkpoints('b'));
  const first = planReadings(state, start);
  assert.deepEqual(first.start, ['job-detail/a', 'checkpoints/a']);
  const busy = requested(state, first.start, start);
  assert.deepEqual(planReadings(busy, start + 1000).start, [], 'one job at a time');
  const later = first.start.reduce((next, key) => answered(next, key, answer, start + 50), busy);
  const second = planReadings(later, start + 50);
  assert.deepEqual(second.start, ['job-detail/b', 'checkpoints/b'], 'two calls may run ahead');
  const spent = answeredAfter(later, start + 50, 50);
  const third = {
    ...spent,
    polled: new Map([...spent.polled].map(([key, known]) => [key, { ...known, isUrgent: true }])),
  };
  assert.deepEqual(planReadings(third, start + 100), { ask: [], nextAt: start + 2000 });
});

test('what is due soon is asked with what is due', () => {
  const detail = answeredAfter(need(jobDetail('a')), start, 10);
  const both = answeredAfter(needed(detail, [jobDetail('a'), checkpoints('a')], start + 1000), start + 1000, 10);
  assert.deepEqual(planReadings(both, start + 3000).start.toSorted(), ['checkpoints/a', 'job-detail/a']);
});

test('metrics of vertices that come into sight belong to the bunch that has begun', () => {
  const state = answeredAfter(need(busiestSubtask('a', 'v1')), start, 10);
  const more = needed(state, [busiestSubtask('a', 'v1'), busiestSubtask('a', 'v2')], start + 4000);
  assert.deepEqual(planReadings(more, start + 4000).start, ['busiest-subtask/a/v2']);
  const both = answeredAfter(more, start + 4000, 10);
  assert.deepEqual(planReadings(both, start + 9999), { ask: [], nextAt: start + 10_000 });
  assert.equal(planReadings(both, start + 10_000).start.length, 2);
});

test('jobs are asked for their state three at a time', () => {
  const state = need(...['a', 'b', 'c', 'd'].map(jobState));
  const { start: ask, nextAt } = planReadings(state, start);
  assert.deepEqual(ask, ['job-state/a', 'job-state/b', 'job-state/c']);
  assert.equal(nextAt, Number.POSITIVE_INFINITY, 'the next one waits for an answer');
});
