import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withFlink } from './flink-server.ts';

const metrics = {
  'read-bytes': 0,
  'read-bytes-complete': true,
  'write-bytes': 82_273,
  'write-bytes-complete': true,
  'read-records': 0,
  'read-records-complete': true,
  'write-records': 4777,
  'write-records-complete': true,
  'accumulated-backpressured-time': 7,
  'accumulated-idle-time': 11,
  'accumulated-busy-time': 3821,
};
/** A running subtask and a scheduled one, as Flink 2.3 sends them. */
const running = {
  subtask: 0,
  status: 'RUNNING',
  attempt: 2,
  endpoint: '10.244.0.7:42009',
  'start-time': 1000,
  'end-time': -1,
  duration: 1493,
  metrics,
  'taskmanager-id': 'orders-taskmanager-1-1',
};
const scheduled = {
  ...running,
  subtask: 1,
  status: 'SCHEDULED',
  endpoint: '(unassigned)',
  'taskmanager-id': '(unassigned)',
  'start-time': -1,
  metrics: { ...metrics, 'write-bytes-complete': false, 'accumulated-busy-time': 'NaN' },
};

test('reads subtasks with and without a TaskManager, and a busy time that Flink cannot measure', async () => {
  const subtasks = [running, scheduled];
  await withFlink({ 'GET /jobs/j/vertices/v': [200, { id: 'v', subtasks }] }, async (rest) => {
    const [first, second] = await rest.subtasks('j', 'v');
    assert.deepEqual(first, {
      index: 0,
      attempt: 2,
      status: 'RUNNING',
      pod: 'orders-taskmanager-1-1',
      startedAt: 1000,
      endedAt: undefined,
      busyMs: 3821,
      idleMs: 11,
      backPressuredMs: 7,
      readRecords: 0,
      writeRecords: 4777,
      readBytes: 0,
      writeBytes: 82_273,
      isComplete: true,
    });
    assert.deepEqual(
      [second?.pod, second?.startedAt, second?.busyMs, second?.isComplete],
      [undefined, undefined, undefined, false],
    );
  });
});

test('reads the phases of a subtask in a checkpoint; a phase that Flink has not measured is undefined', async () => {
  const acknowledged = {
    className: 'completed',
    index: 0,
    ack_timestamp: 5048,
    end_to_end_duration: 48,
    checkpointed_size: 265,
    state_size: 1265,
    checkpoint: { sync: 3, async: 4 },
    alignment: { buffered: 0, processed: 21, persisted: 0, duration: 5 },
    start_delay: -1,
    unaligned_checkpoint: true,
    aborted: false,
    status: 'completed',
  };
  const pending = { className: 'pending', index: 1, status: 'pending_or_failed' };
  const response = { id: 5, status: 'IN_PROGRESS', summary: {}, subtasks: [acknowledged, pending] };
  await withFlink({ 'GET /jobs/j/checkpoints/details/5/subtasks/v': [200, response] }, async (rest) => {
    assert.deepEqual(await rest.checkpointSubtasks('j', 5, 'v'), [
      {
        state: 'acknowledged',
        index: 0,
        ackAt: 5048,
        endToEndMs: 48,
        startDelayMs: undefined,
        alignmentMs: 5,
        syncMs: 3,
        asyncMs: 4,
        bytes: 1265,
        isUnaligned: true,
        isAborted: false,
      },
      { state: 'pending', index: 1 },
    ]);
  });
});

test('reads the part of a vertex in a checkpoint that no subtask has acknowledged', async () => {
  const vertex = {
    id: 5,
    status: 'IN_PROGRESS',
    latest_ack_timestamp: -1,
    checkpointed_size: 0,
    state_size: 0,
    end_to_end_duration: -1,
    processed_data: 0,
    persisted_data: 0,
    num_subtasks: 2,
    num_acknowledged_subtasks: 0,
  };
  const response = {
    ...{ className: 'in_progress', id: 5, status: 'IN_PROGRESS', is_savepoint: false, trigger_timestamp: 5000 },
    ...{ latest_ack_timestamp: -1, state_size: 0, end_to_end_duration: -1 },
    ...{ num_subtasks: 2, num_acknowledged_subtasks: 0, tasks: { v: vertex } },
  };
  await withFlink({ 'GET /jobs/j/checkpoints/details/5': [200, response] }, async (rest) => {
    const detail = await rest.checkpointDetail('j', 5);
    assert.deepEqual([detail.status, detail.latestAckAt, detail.subtasks], ['in-progress', undefined, 2]);
    assert.deepEqual(detail.vertices, [
      {
        id: 'v',
        acknowledgedSubtasks: 0,
        subtasks: 2,
        latestAckAt: undefined,
        durationMs: undefined,
        bytes: 0,
        writtenBytes: 0,
        processedBytes: 0,
        persistedBytes: 0,
      },
    ]);
  });
});

test('reads the configuration of a job, with its parameters; without a default parallelism, it is undefined', async () => {
  const execution = {
    'restart-strategy': 'Cluster level default restart strategy',
    'job-parallelism': -1,
    'object-reuse-mode': true,
    'user-config': { topic: 'orders' },
  };
  const responses = {
    'GET /jobs/j/config': [200, { jid: 'j', name: 'orders', 'execution-config': execution }],
    'GET /jobs/archived/config': [200, { jid: 'j', name: 'orders' }],
  } as const;
  await withFlink(responses, async (rest) => {
    assert.deepEqual(await rest.jobConfiguration('j'), {
      restartStrategy: 'Cluster level default restart strategy',
      parallelism: undefined,
      objectReuse: true,
      userConfig: { topic: 'orders' },
    });
    assert.deepEqual(await rest.jobConfiguration('archived'), {
      restartStrategy: undefined,
      parallelism: undefined,
      objectReuse: undefined,
      userConfig: {},
    });
  });
});
