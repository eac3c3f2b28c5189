import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobState } from '../../../../src/flink/responses.ts';
import { parallelismChanges } from '../../../../src/session/journal/changes/parallelism-changes.ts';
import type { ParallelismEntry } from '../../../../src/session/journal/entry.ts';
import { jobHistory } from '../../../../src/session/readings/flink-readings.ts';
import { found, historyOf, jobRow, now, ofOrders, read, readingsOf } from './change-fixtures.ts';

const [source, map] = [
  { id: 'v1', name: 'Source: orders' },
  { id: 'v2', name: 'map' },
];
const withVertices = (state: JobState, ...[ofSource, ofMap]: readonly [ofSource: number, ofMap: number]) => {
  const vertices = [
    { ...source, parallelism: ofSource },
    { ...map, parallelism: ofMap },
  ];
  const history = historyOf(state, { CREATED: now - 2000, [state]: now - 1000 }, vertices);
  return { jobs: [jobRow({ state })], readings: readingsOf(read(jobHistory('a1'), history)) };
};
const first: ParallelismEntry = {
  kind: 'parallelism',
  at: now - 60_000,
  ...ofOrders,
  vertices: [
    { ...source, to: 2 },
    { ...map, to: 4 },
  ],
  isFirst: true,
};

test('the parallelism of a new job is not a change', () => {
  assert.deepEqual(found(parallelismChanges, { snapshot: withVertices('RUNNING', 2, 4) }), [
    { ...first, at: now - 2000 },
  ]);
});

test('a change names the vertices that changed, at the time of the new execution graph', () => {
  assert.deepEqual(found(parallelismChanges, { known: [first], snapshot: withVertices('RUNNING', 2, 3) }), [
    { kind: 'parallelism', at: now - 2000, ...ofOrders, vertices: [{ ...map, from: 4, to: 3 }] },
  ]);
});

test('the same parallelism is not a change', () => {
  assert.deepEqual(found(parallelismChanges, { known: [first], snapshot: withVertices('RUNNING', 2, 4) }), []);
});

test('a job that does not run has no parallelism yet', () => {
  for (const state of ['CREATED', 'RESTARTING', 'FAILED'] as const) {
    assert.deepEqual(found(parallelismChanges, { known: [first], snapshot: withVertices(state, 1, 1) }), []);
  }
});

test('a vertex without parallelism is ignored', () => {
  assert.deepEqual(found(parallelismChanges, { snapshot: withVertices('RUNNING', 2, 0) }), [
    { ...first, at: now - 2000, vertices: [{ ...source, to: 2 }] },
  ]);
});
