import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckpointAttempt } from '../../src/flink/responses.ts';
import { type Responses, withFlink } from './flink-server.ts';

/** A checkpoint that one of two tasks has acknowledged, as Flink 2.3 sends it. */
const inProgress = {
  className: 'in_progress',
  id: 5,
  status: 'IN_PROGRESS',
  is_savepoint: false,
  savepointFormat: null,
  trigger_timestamp: 1000,
  latest_ack_timestamp: 1048,
  checkpointed_size: 265,
  state_size: 265,
  end_to_end_duration: 48,
  num_subtasks: 2,
  num_acknowledged_subtasks: 1,
  checkpoint_type: 'CHECKPOINT',
  tasks: {},
};
const unacknowledged = { ...inProgress, latest_ack_timestamp: -1, end_to_end_duration: -1, state_size: 0 };
const failed = {
  ...inProgress,
  className: 'failed',
  id: 4,
  status: 'FAILED',
  end_to_end_duration: 10_003,
  failure_timestamp: 11_003,
  failure_message: 'Checkpoint expired before completing.',
};
const completed = {
  ...inProgress,
  className: 'completed',
  id: 3,
  status: 'COMPLETED',
  external_path: 'file:/storage/checkpoints/j/chk-3',
  discarded: true,
};
const savepoint = {
  ...completed,
  id: 2,
  is_savepoint: true,
  savepointFormat: 'CANONICAL',
  checkpoint_type: 'SAVEPOINT',
  external_path: 'file:/storage/savepoints/savepoint-1',
};

async function historyOf(history: readonly object[] | undefined): Promise<readonly CheckpointAttempt[] | undefined> {
  const counts = { restored: 0, total: 4, in_progress: 1, completed: 2, failed: 1 };
  const response = { counts, latest: { completed: null, savepoint: null, failed: null, restored: null }, history };
  let read: readonly CheckpointAttempt[] | undefined;
  await withFlink({ 'GET /jobs/j/checkpoints': [200, response] }, async (rest) => {
    const checkpoints = await rest.checkpoints('j');
    read = checkpoints.enabled ? checkpoints.history : undefined;
  });
  return read;
}

test('reads the checkpoint history, oldest first', async () => {
  const open = {
    endedAt: undefined,
    durationMs: undefined,
    bytes: undefined,
    writtenBytes: undefined,
    path: undefined,
    message: undefined,
  };
  assert.deepEqual(await historyOf([inProgress, failed, completed, savepoint]), [
    {
      id: 2,
      status: 'completed',
      triggeredAt: 1000,
      endedAt: 1048,
      durationMs: 48,
      bytes: 265,
      writtenBytes: 265,
      isSavepoint: true,
      path: 'file:/storage/savepoints/savepoint-1',
      message: undefined,
    },
    {
      id: 3,
      status: 'completed',
      triggeredAt: 1000,
      endedAt: 1048,
      durationMs: 48,
      bytes: 265,
      writtenBytes: 265,
      isSavepoint: false,
      path: 'file:/storage/checkpoints/j/chk-3',
      message: undefined,
    },
    {
      ...open,
      id: 4,
      status: 'failed',
      triggeredAt: 1000,
      endedAt: 11_003,
      durationMs: 10_003,
      isSavepoint: false,
      message: 'Checkpoint expired before completing.',
    },
    { ...open, id: 5, status: 'in-progress', triggeredAt: 1000, isSavepoint: false },
  ]);
  assert.deepEqual(await historyOf([unacknowledged]), await historyOf([inProgress]));
  assert.deepEqual(await historyOf(undefined), []);
});

test('reads which checkpoint was restored, and when', async () => {
  const counts = { restored: 1, total: 0, in_progress: 0, completed: 0, failed: 0 };
  const restored = { id: 12, restore_timestamp: 5000, is_savepoint: true, external_path: 'file:/savepoint-1' };
  const none = { completed: null, savepoint: null, failed: null };
  const responses = {
    'GET /jobs/j/checkpoints': [200, { counts, latest: { ...none, restored }, history: [] }],
    'GET /jobs/k/checkpoints': [200, { counts, latest: none, history: [] }],
  } as const;
  await withFlink(responses, async (rest) => {
    const [j, k] = await Promise.all([rest.checkpoints('j'), rest.checkpoints('k')]);
    const expected = { id: 12, restoredAt: 5000, isSavepoint: true, path: 'file:/savepoint-1' };
    assert.deepEqual(j.enabled && j.latestRestored, expected);
    assert.equal(k.enabled && k.latestRestored, undefined);
  });
});

test("a checkpoint in the JobManager's memory has no path", async () => {
  const inMemory = { ...completed, external_path: '<checkpoint-not-externally-addressable>' };
  const [read] = (await historyOf([inMemory])) ?? [];
  assert.deepEqual([read?.status, read?.path], ['completed', undefined]);
});

test('omits a checkpoint with an unknown status', async () => {
  const history = await historyOf([{ id: 6, status: 'PAUSED', trigger_timestamp: 1 }, completed]);
  assert.deepEqual(
    history?.map(({ id }) => id),
    [3],
  );
});

test('reads the checkpoint configuration', async () => {
  const notFound = (message: string) => ({ errors: [`org.apache.flink.RestHandlerException: ${message}\n\tat a.b`] });
  const responses: Responses = {
    'GET /jobs/j/checkpoints/config': [200, { mode: 'exactly_once', interval: 2000, timeout: 600_000 }],
    'GET /jobs/retained/checkpoints/config': [
      200,
      { interval: 2000, timeout: 1, externalization: { enabled: true, delete_on_cancellation: false } },
    ],
    'GET /jobs/manual/checkpoints/config': [200, '{"interval":9223372036854775807,"timeout":600000}'],
    'GET /jobs/batch/checkpoints/config': [404, notFound('Checkpointing is not enabled for this job (batch).')],
    'GET /jobs/gone/checkpoints/config': [404, notFound('Job gone not found')],
  };
  await withFlink(responses, async (rest) => {
    assert.deepEqual(await rest.checkpointConfig('j'), {
      intervalMs: 2000,
      timeoutMs: 600_000,
      minPauseMs: undefined,
      maxConcurrent: undefined,
      isExactlyOnce: true,
      isRetained: false,
      isUnaligned: false,
      tolerableFailures: undefined,
      stateBackend: undefined,
      storage: undefined,
    });
    assert.equal((await rest.checkpointConfig('retained'))?.isRetained, true);
    const manual = await rest.checkpointConfig('manual');
    assert.deepEqual([manual?.intervalMs, manual?.timeoutMs], [undefined, 600_000]);
    assert.equal(await rest.checkpointConfig('batch'), undefined);
    await assert.rejects(rest.checkpointConfig('gone'), { kind: 'not-found', message: 'Job gone not found' });
  });
});
