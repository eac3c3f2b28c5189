import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checkpoint, CheckpointAttempt } from '../../src/flink/responses.ts';
import { diagnosisOf, findingsOf, minutesAgo, secondsAgo, snapshotWith } from './evidence-of.ts';

const attempt = (id: number, status: CheckpointAttempt['status'], part: Partial<CheckpointAttempt> = {}) => ({
  id,
  status,
  triggeredAt: secondsAgo(100 - id * 5),
  endedAt: status === 'in-progress' ? undefined : secondsAgo(95 - id * 5),
  durationMs: 5000,
  bytes: status === 'completed' ? 1000 : undefined,
  writtenBytes: undefined,
  isSavepoint: false,
  path: undefined,
  message: status === 'failed' ? 'Checkpoint expired before completing.' : undefined,
  ...part,
});
const completed = (id: number, part: Partial<Checkpoint> = {}): Checkpoint => ({
  id,
  triggeredAt: secondsAgo(100 - id * 5),
  completedAt: secondsAgo(95 - id * 5),
  durationMs: 5000,
  stateSize: 1000,
  isSavepoint: false,
  path: undefined,
  ...part,
});
const checkpointConfig = { intervalMs: 5000, timeoutMs: 10_000 };

test('failed checkpoints in a row since the last completed one', () => {
  const history = [attempt(1, 'completed'), attempt(2, 'failed'), attempt(3, 'failed'), attempt(4, 'in-progress')];
  const [finding] = findingsOf(
    snapshotWith({
      checkpoints: { history, failed: 2, completed: 1, latestCompleted: completed(1) },
      checkpointConfig,
    }),
  );
  assert.equal(finding?.rule, 'checkpoints-failing');
  assert.equal(finding?.severity, 'warning');
  assert.equal(finding?.reason, '2 in a row: expired');
  assert.equal(finding?.text, 'The last 2 checkpoints of orders failed: expired');
  assert.equal(finding?.evidence.at(-1), 'interval 5 s, timeout 10 s');
});

test('ten listed failures and none completed count all failures, and are critical', () => {
  const history = Array.from({ length: 10 }, (_, index) => attempt(index + 8, 'failed'));
  const [finding] = findingsOf(snapshotWith({ checkpoints: { history, failed: 17 }, checkpointConfig }));
  assert.deepEqual([finding?.severity, finding?.reason], ['critical', '17 in a row: expired']);
});

test('checkpoints that failed before they started, such as those during a restart, do not count', () => {
  const history = [attempt(1, 'failed'), attempt(2, 'failed'), attempt(3, 'in-progress')];
  const [finding] = findingsOf(snapshotWith({ checkpoints: { history, failed: 7 }, checkpointConfig }));
  assert.equal(finding?.reason, '2 in a row: expired');
});

test('checkpoints that a restart aborts, savepoints and old failures are no failing checkpoints', () => {
  const message = 'Checkpoint Coordinator is suspending.';
  const aborted = [attempt(1, 'completed'), attempt(2, 'failed', { message })];
  const savepoint = [attempt(1, 'completed'), attempt(2, 'failed', { isSavepoint: true })];
  const recovered = [attempt(1, 'failed'), attempt(2, 'completed')];
  for (const history of [aborted, savepoint, recovered]) {
    const checkpoints = { history, failed: 1, completed: 1, latestCompleted: completed(19) };
    assert.deepEqual(findingsOf(snapshotWith({ checkpoints, checkpointConfig })), []);
  }
});

test('a running checkpoint is about to time out after half of the timeout', () => {
  const at = (seconds: number) =>
    findingsOf(
      snapshotWith({
        checkpoints: { history: [attempt(3, 'in-progress', { triggeredAt: secondsAgo(seconds) })] },
        checkpointConfig: { intervalMs: 600_000, timeoutMs: 600_000 },
        startTime: minutesAgo(9),
      }),
    )[0];
  assert.equal(at(200), undefined);
  assert.equal(at(400)?.rule, 'checkpoint-overdue');
  assert.equal(at(400)?.reason, '6m40s, timeout in 3m20s');
});

test('no completed checkpoint for many intervals', () => {
  const never = findingsOf(snapshotWith({ checkpoints: {}, checkpointConfig }))[0];
  assert.equal(never?.text, 'No checkpoint of orders has completed since its start 1h ago');
  // A checkpoint that failed long ago does not matter.
  const old = { latestCompleted: completed(1, { completedAt: minutesAgo(30) }), completed: 1, failed: 1 };
  assert.equal(findingsOf(snapshotWith({ checkpoints: old, checkpointConfig }))[0]?.reason, '30m old');
  const started = snapshotWith({ checkpoints: {}, checkpointConfig, startTime: secondsAgo(30) });
  assert.deepEqual(findingsOf(started), []);
});

test('a growing state, but not one that grew only after the start', () => {
  const sizes = (mebibytes: readonly number[]) =>
    findingsOf(
      snapshotWith({
        checkpoints: {
          history: mebibytes.map((size, index) => attempt(index + 1, 'completed', { bytes: size * 2 ** 20 })),
          completed: mebibytes.length,
          latestCompleted: completed(mebibytes.length),
        },
        checkpointConfig,
      }),
    );
  const [finding] = sizes([10, 12, 14, 16, 18, 20, 22]);
  assert.equal(finding?.rule, 'checkpoints-growing');
  assert.equal(finding?.reason, '+1.4 GiB per hour');
  assert.deepEqual(sizes([1, 20, 21, 21.1, 21.2, 21.3, 21.4]), [], 'has stopped growing');
  assert.deepEqual(sizes([10, 20, 10, 20, 10, 20, 30]), [], 'goes up and down');
  assert.deepEqual(sizes([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]), [], 'is small');
});

test('checkpoints that are not read are not assessed, and a job without checkpoints is only a risk', () => {
  const unread = diagnosisOf(snapshotWith({}));
  assert.ok(unread.notAssessed.some(({ what, reason }) => what === 'checkpoints' && reason === 'not read yet'));
  const without = { checkpoints: {}, checkpointConfig: { intervalMs: undefined, timeoutMs: 600_000 } };
  const { findings, risks } = diagnosisOf(snapshotWith(without));
  assert.deepEqual(findings, []);
  assert.deepEqual(
    risks.map(({ text }) => text),
    ['orders takes no checkpoints: a failure ends it and loses its state'],
  );
});
