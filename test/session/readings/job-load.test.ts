import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobDetail, VertexCounters } from '../../../src/flink/responses.ts';
import { type LoadState, measureLoad } from '../../../src/session/readings/job-load.ts';
import { jobOverview } from '../../support/session.ts';

const counters = (part: Partial<VertexCounters> = {}): VertexCounters => ({
  busyMs: 0,
  idleMs: 0,
  backPressuredMs: 0,
  readRecords: 0,
  writeRecords: 0,
  readBytes: 0,
  writeBytes: 0,
  ...part,
});

function detail(measured: VertexCounters | undefined, parallelism = 2): JobDetail {
  const vertex = { id: 'v', name: 'v', parallelism, status: 'RUNNING', tasks: {}, inputs: [], counters: measured };
  return { ...jobOverview({ name: 'orders' }), vertices: [vertex] };
}

/** Measures the responses one after the other, ten seconds apart. */
function loadAfter(...responses: readonly (VertexCounters | undefined)[]) {
  const state = responses.reduce<LoadState | undefined>(
    (previous, measured, index) => measureLoad(previous, detail(measured), index * 10_000),
    undefined,
  );
  return state?.load.get('v');
}

const first = counters({ busyMs: 1000, idleMs: 1000, backPressuredMs: 500, readRecords: 100 });
/** Two subtasks, 10 s later. */
const second = counters({ busyMs: 15_000, idleMs: 3000, backPressuredMs: 4500, readRecords: 1100, writeBytes: 40_000 });

test('the shares of two responses need no clock, and the rates are per second of all subtasks', () => {
  const load = loadAfter(first, second);
  assert.deepEqual(
    [load?.busy, load?.idle, load?.backPressured].map((share) => Math.round((share ?? 0) * 100)),
    [70, 10, 20],
  );
  assert.equal(load?.rates.readRecords, 100);
  assert.equal(load?.rates.writeBytes, 4000);
  assert.equal(load?.measuredAt, 10_000);
});

test('one response has no load', () => {
  assert.equal(loadAfter(first), undefined);
});

test('equal counters keep the load of the last fetch and its time', () => {
  assert.deepEqual(loadAfter(first, second, second), loadAfter(first, second));
});

test('counters that fall belong to a new attempt, which has no load until the next fetch', () => {
  assert.equal(loadAfter(first, second, first), undefined);
  assert.equal(loadAfter(first, second, { ...second, idleMs: 90_000, readRecords: 5 }), undefined);
  assert.equal(Math.round((loadAfter(second, first, second)?.busy ?? 0) * 100), 70);
});

test('a busy time that falls a little is one of the same attempt: no time was busy', () => {
  const load = loadAfter(first, second, { ...second, busyMs: 14_100, idleMs: 13_000, backPressuredMs: 14_500 });
  assert.deepEqual([load?.busy, load?.backPressured, load?.idle], [0, 0.5, 0.5]);
});

test('counters that are missing in between leave no load', () => {
  assert.equal(loadAfter(first, second, undefined), undefined);
  assert.equal(loadAfter(first, undefined, second), undefined);
});

test('a busy time that is not measured leaves the other shares, by the time between the responses', () => {
  const legacy = (idleMs: number, backPressuredMs: number) => counters({ busyMs: undefined, idleMs, backPressuredMs });
  const load = loadAfter(legacy(0, 0), legacy(0, 0), legacy(5000, 10_000));
  assert.equal(load?.busy, undefined);
  // 20 s for each of two subtasks.
  assert.deepEqual([load?.idle, load?.backPressured], [0.125, 0.25]);
});
