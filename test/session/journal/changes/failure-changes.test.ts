import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobFailure } from '../../../../src/flink/responses.ts';
import { failureChanges } from '../../../../src/session/journal/changes/failure-changes.ts';
import type { FailureEntry } from '../../../../src/session/journal/entry.ts';
import { jobFailures } from '../../../../src/session/readings/flink-readings.ts';
import { found, jobRow, now, ofOrders, read, readingsOf } from './change-fixtures.ts';

const disk = { exception: 'IOException', message: 'No space left on device' };
const onMap = { ...disk, task: 'map (1/2) - execution #0', pod: 'demo-taskmanager-1-1' };
const failure = (part: Partial<JobFailure> = {}): JobFailure => ({
  at: now - 1000,
  ...onMap,
  concurrent: [],
  isFinal: false,
  ...part,
});
const entryOf = (part: Partial<FailureEntry> = {}): FailureEntry => ({
  kind: 'failure',
  at: now - 1000,
  ...ofOrders,
  ...onMap,
  ...(part.isFinal !== true && { restart: 1 }),
  ...part,
});
const withFailures = (...failures: readonly JobFailure[]) => ({
  jobs: [jobRow()],
  readings: readingsOf(read(jobFailures('a1'), failures)),
});

test('only new failures are found', () => {
  const old = failure({ at: now - 30_000 });
  const known = [entryOf({ at: now - 30_000 })];
  assert.deepEqual(found(failureChanges, { known, snapshot: withFailures(old, failure()) }), [entryOf({ restart: 2 })]);
});

test('nothing is found before the failures are read', () => {
  assert.deepEqual(found(failureChanges, { snapshot: { jobs: [jobRow()] } }), []);
});

test('concurrent failures belong to the failure that they were recorded with', () => {
  const other = { ...disk, task: 'map (2/2) - execution #0', pod: undefined };
  const snapshot = withFailures(failure({ concurrent: [{ at: now - 999, ...other }] }));
  const concurrent = [{ ...disk, task: other.task }];
  assert.deepEqual(found(failureChanges, { snapshot }), [entryOf({ concurrent })]);
});

test('the failure that ended the job is final', () => {
  assert.deepEqual(found(failureChanges, { snapshot: withFailures(failure({ isFinal: true })) }), [
    entryOf({ isFinal: true }),
  ]);
});

test('a failure of the whole job has no task and no pod', () => {
  const snapshot = withFailures(failure({ task: undefined, pod: undefined }));
  assert.deepEqual(found(failureChanges, { snapshot }), [
    { kind: 'failure', at: now - 1000, ...ofOrders, ...disk, restart: 1 },
  ]);
});

test('two tasks that fail in the same millisecond are two failures', () => {
  const second = { task: 'map (2/2) - execution #0' };
  assert.deepEqual(found(failureChanges, { snapshot: withFailures(failure(), failure(second)) }), [
    entryOf(),
    entryOf({ ...second, restart: 2 }),
  ]);
});

test("a failure is known also after Flink's clock was corrected", () => {
  const at = now + 2500;
  const known = [entryOf({ at })];
  const snapshot = withFailures(failure({ at }));
  assert.deepEqual(found(failureChanges, { known, snapshot, clock: { flinkAheadMs: 2500 } }), []);
});

test("with Flink's clock an hour ahead, a failure has both times", () => {
  const at = now - 1000 + 3_600_000;
  assert.deepEqual(
    found(failureChanges, { snapshot: withFailures(failure({ at })), clock: { flinkAheadMs: 3_600_000 } }),
    [entryOf({ flinkAt: at })],
  );
});
