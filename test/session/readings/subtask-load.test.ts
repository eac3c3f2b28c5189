import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subtask } from '../../../src/flink/subtask-responses.ts';
import { vertexSubtasks } from '../../../src/session/readings/flink-readings.ts';
import type { Readings } from '../../../src/session/readings/reading.ts';
import { loadOfSubtask, type SubtaskLoads, updateSubtaskLoads } from '../../../src/session/readings/subtask-load.ts';
import { subtaskOf } from '../../support/subtasks.ts';

const { key } = vertexSubtasks('job', 'vertex');

/** Reads the responses one after the other, ten seconds apart. */
function loadsAfter(...responses: readonly (readonly Subtask[])[]): ReadonlyMap<string, SubtaskLoads> {
  return responses.reduce<ReadonlyMap<string, SubtaskLoads>>((loads, value, index) => {
    const readings: Readings = new Map([[key, { value, readAt: index * 10_000, failure: undefined }]]);
    return updateSubtaskLoads(loads, readings, key);
  }, new Map());
}

function loadAfter(...responses: readonly (readonly Subtask[])[]) {
  const subtask = responses.at(-1)?.[0];
  return subtask && loadOfSubtask(loadsAfter(...responses).get(key), subtask);
}

const first = subtaskOf({ busyMs: 1000, idleMs: 9000, readRecords: 100 });
const second = subtaskOf({ busyMs: 9000, idleMs: 11_000, readRecords: 1100 });

test('two responses about an attempt show its load', () => {
  const load = loadAfter([first], [second]);
  assert.deepEqual([load?.busy, load?.idle, load?.rates.readRecords], [0.8, 0.2, 100]);
});

test('a new attempt has no load until it was read twice, even if its counters are higher', () => {
  const next = (part: Partial<Subtask>) => [{ ...second, attempt: 1, ...part }];
  assert.equal(loadAfter([first], [second], next({ busyMs: 99_000, idleMs: 99_000, readRecords: 9000 })), undefined);
  const started = next({ busyMs: 0, idleMs: 1000, readRecords: 0 });
  assert.equal(loadAfter([first], [second], started), undefined);
  assert.equal(loadAfter([first], [second], started, next({ busyMs: 3000, idleMs: 2000 }))?.busy, 0.75);
});

test('a subtask that does not run, or whose counters Flink has not fetched, has no load', () => {
  assert.equal(loadAfter([first], [{ ...second, status: 'FAILED' }]), undefined);
  assert.equal(loadAfter([first], [{ ...second, isComplete: false }]), undefined);
});

test('the load stays while the reading is known, and is removed with it', () => {
  const loads = loadsAfter([first], [second]);
  const known: Readings = new Map([[key, { value: undefined, readAt: undefined, failure: undefined }]]);
  assert.equal(updateSubtaskLoads(loads, known, 'jobs'), loads);
  assert.deepEqual([...updateSubtaskLoads(loads, new Map(), 'jobs')], []);
});
