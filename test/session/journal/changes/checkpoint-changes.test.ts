import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckpointAttempt, CheckpointConfig, Checkpoints } from '../../../../src/flink/responses.ts';
import { checkpointChanges } from '../../../../src/session/journal/changes/checkpoint-changes.ts';
import type { CheckpointEntry } from '../../../../src/session/journal/entry.ts';
import { checkpointConfig, checkpoints } from '../../../../src/session/readings/flink-readings.ts';
import { checkpointConfig as configWith } from '../../../support/checkpoint-config.ts';
import { found, jobRow, now, ofOrders, read, readingsOf, seen } from './change-fixtures.ts';

const everyMinute: CheckpointConfig = configWith({ intervalMs: 60_000, timeoutMs: 600_000 });
const inProgress = (id: number, ageMs: number): CheckpointAttempt => ({
  id,
  status: 'in-progress',
  triggeredAt: now - ageMs,
  endedAt: undefined,
  durationMs: undefined,
  bytes: undefined,
  writtenBytes: undefined,
  isSavepoint: false,
  path: undefined,
  message: undefined,
});
/** A checkpoint that took 2 s and ended `ageMs` ago. */
const completed = (id: number, ageMs: number, durationMs = 2000): CheckpointAttempt => ({
  ...inProgress(id, ageMs + durationMs),
  status: 'completed',
  endedAt: now - ageMs,
  durationMs,
  bytes: 1024,
});
const failed = (id: number, ageMs: number, message: string): CheckpointAttempt => ({
  ...inProgress(id, ageMs + 2000),
  status: 'failed',
  endedAt: now - ageMs,
  durationMs: 2000,
  message,
});
const entryOf = (id: number, outcome: CheckpointEntry['outcome'], at: number): CheckpointEntry => ({
  kind: 'checkpoint',
  at,
  ...ofOrders,
  id,
  outcome,
});
const completedEntry = (id: number, ageMs: number, durationMs = 2000): CheckpointEntry => ({
  ...entryOf(id, 'completed', now - ageMs),
  durationMs,
  bytes: 1024,
});
const withHistory = (history: readonly CheckpointAttempt[], config = everyMinute, readAt = now) => {
  const value: Checkpoints = {
    enabled: true,
    completed: 0,
    failed: 0,
    inProgress: 0,
    restored: 0,
    latestCompleted: undefined,
    latestSavepoint: undefined,
    latestFailed: undefined,
    latestRestored: undefined,
    history,
  };
  const readings = readingsOf(read(checkpoints('a1'), value, readAt), read(checkpointConfig('a1'), config));
  return { jobs: [jobRow()], readings };
};

test('checkpoints are found when they complete, fail or expire', () => {
  const expired = 'Checkpoint expired before completing.';
  const declined = 'Checkpoint was declined (task not ready)';
  const history = [completed(7, 30_000), failed(8, 20_000, declined), failed(9, 10_000, expired), inProgress(10, 500)];
  assert.deepEqual(found(checkpointChanges, { snapshot: withHistory(history) }), [
    completedEntry(7, 30_000),
    { ...entryOf(8, 'failed', now - 20_000), durationMs: 2000, message: declined },
    { ...entryOf(9, 'expired', now - 10_000), durationMs: 2000, message: expired },
  ]);
});

test('nothing is found without checkpoints, or before they are read', () => {
  const readings = readingsOf(read(checkpoints('a1'), { enabled: false }));
  assert.deepEqual(found(checkpointChanges, { snapshot: { jobs: [jobRow()], readings } }), []);
  assert.deepEqual(found(checkpointChanges, { snapshot: { jobs: [jobRow()] } }), []);
});

test('only new checkpoints are found', () => {
  const history = [completed(7, 30_000), completed(8, 5000)];
  assert.deepEqual(found(checkpointChanges, { known: [completedEntry(7, 30_000)], snapshot: withHistory(history) }), [
    completedEntry(8, 5000),
  ]);
});

test('a savepoint has its path', () => {
  const path = 's3://savepoints/orders-7';
  const snapshot = withHistory([{ ...completed(7, 5000), isSavepoint: true, path }]);
  assert.deepEqual(found(checkpointChanges, { snapshot }), [{ ...completedEntry(7, 5000), isSavepoint: true, path }]);
});

test('a checkpoint in progress for longer than the interval is late, once', () => {
  const snapshot = withHistory([inProgress(7, 61_000)]);
  const late = { ...entryOf(7, 'late', now - 1000), durationMs: 60_000 };
  assert.deepEqual(found(checkpointChanges, { snapshot }), [late]);
  assert.deepEqual(found(checkpointChanges, { known: [late], snapshot, clock: { now: now + 60_000 } }), []);
  assert.deepEqual(found(checkpointChanges, { known: [late], snapshot: withHistory([completed(7, 0, 90_000)]) }), [
    completedEntry(7, 0, 90_000),
  ]);
});

test('a checkpoint in progress for half of the timeout is late, but never within 10 s', () => {
  const soon = configWith({ intervalMs: undefined, timeoutMs: 100_000 });
  assert.deepEqual(found(checkpointChanges, { snapshot: withHistory([inProgress(7, 50_000)], soon) }), []);
  assert.deepEqual(found(checkpointChanges, { snapshot: withHistory([inProgress(7, 50_001)], soon) }), [
    { ...entryOf(7, 'late', now - 1), durationMs: 50_000 },
  ]);
  const often = configWith({ intervalMs: 1000, timeoutMs: 2000 });
  assert.deepEqual(found(checkpointChanges, { snapshot: withHistory([inProgress(7, 10_000)], often) }), []);
});

test('a checkpoint that was late between two responses is late and completed', () => {
  assert.deepEqual(found(checkpointChanges, { snapshot: withHistory([completed(7, 1000, 90_000)]) }), [
    { ...entryOf(7, 'late', now - 31_000), durationMs: 60_000 },
    completedEntry(7, 1000, 90_000),
  ]);
});

test('a checkpoint is not late because the response is old', () => {
  const readAt = now - 9000;
  const snapshot = withHistory([inProgress(7, 14_000)], configWith({ intervalMs: 10_000, timeoutMs: 600_000 }), readAt);
  assert.deepEqual(found(checkpointChanges, { snapshot }), []);
});

test('a savepoint is never late', () => {
  const snapshot = withHistory([{ ...inProgress(7, 300_000), isSavepoint: true }]);
  assert.deepEqual(found(checkpointChanges, { snapshot }), []);
});

test('nothing is late before the configuration is read', () => {
  const { jobs, readings } = withHistory([inProgress(7, 300_000)]);
  const unread = new Map([...readings].filter(([key]) => key === checkpoints('a1').key));
  assert.deepEqual(found(checkpointChanges, { snapshot: { jobs, readings: unread } }), []);
});

test('checkpoints that Flink no longer lists are counted once', () => {
  const snapshot = withHistory([completed(18, 60_000), inProgress(19, 500)]);
  assert.deepEqual(found(checkpointChanges, { known: [completedEntry(7, 600_000)], snapshot }), [
    { kind: 'checkpoints', ...seen, ...ofOrders, from: 8, to: 17 },
    completedEntry(18, 60_000),
  ]);
});

test('one checkpoint that Flink no longer lists is counted, although the listed ones are in progress', () => {
  const snapshot = withHistory([inProgress(9, 500)]);
  assert.deepEqual(found(checkpointChanges, { known: [completedEntry(7, 600_000)], snapshot }), [
    { kind: 'checkpoints', ...seen, ...ofOrders, from: 8, to: 8 },
  ]);
});

test('a late checkpoint that Flink no longer lists is counted', () => {
  const known = [completedEntry(6, 600_000), entryOf(7, 'late', now - 500_000)];
  assert.deepEqual(found(checkpointChanges, { known, snapshot: withHistory([inProgress(9, 500)]) }), [
    { kind: 'checkpoints', ...seen, ...ofOrders, from: 7, to: 8 },
  ]);
});

test('checkpoints before the first known one are not counted', () => {
  assert.deepEqual(found(checkpointChanges, { snapshot: withHistory([completed(18, 5000)]) }), [
    completedEntry(18, 5000),
  ]);
});

test('a checkpoint that ends after a later one is found, and nothing is counted', () => {
  const first = withHistory([inProgress(7, 9000), completed(8, 5000)]);
  assert.deepEqual(found(checkpointChanges, { known: [completedEntry(6, 60_000)], snapshot: first }), [
    completedEntry(8, 5000),
  ]);
  const known = [completedEntry(6, 60_000), completedEntry(8, 5000)];
  const second = withHistory([completed(7, 1000, 8000), completed(8, 5000)]);
  assert.deepEqual(found(checkpointChanges, { known, snapshot: second }), [completedEntry(7, 1000, 8000)]);
});

test('each checkpoint of a long history is found once (web.checkpoints.history)', () => {
  const ids = Array.from({ length: 100 }, (_, index) => index + 1);
  const entries = found(checkpointChanges, { snapshot: withHistory(ids.map((id) => completed(id, 100_000 - id))) });
  assert.equal(entries.length, 100);
});

test("with Flink's clock an hour ahead, checkpoints have both times and are not late", () => {
  const flinkAheadMs = 3_600_000;
  const ended = completed(7, 5000 - flinkAheadMs);
  const snapshot = withHistory([ended, inProgress(8, 1000 - flinkAheadMs)]);
  assert.deepEqual(found(checkpointChanges, { snapshot, clock: { flinkAheadMs } }), [
    { ...completedEntry(7, 5000), flinkAt: now - 5000 + flinkAheadMs },
  ]);
});
