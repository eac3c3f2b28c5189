import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CheckpointDetail,
  CheckpointSubtask,
  CheckpointVertex,
  Subtask,
} from '../../../src/flink/subtask-responses.ts';
import { checkpointParts, verticesToRead } from '../../../src/session/jobs/checkpoint-parts.ts';
import { phaseText } from '../../../src/session/jobs/checkpoint-phases.ts';

const vertex = (id: string, acknowledgedSubtasks: number, durationMs: number): CheckpointVertex => ({
  ...{ id, acknowledgedSubtasks, subtasks: 2, durationMs, latestAckAt: 0 },
  ...{ bytes: 0, writtenBytes: 0, processedBytes: 0, persistedBytes: 0 },
});
const vertices = [vertex('sink', 1, 10), vertex('fast', 2, 5), vertex('slow', 2, 900), vertex('source', 0, 0)];
const detail: CheckpointDetail = {
  ...{ id: 7, status: 'failed', triggeredAt: 1000, endedAt: 2000, durationMs: 1000, bytes: undefined },
  ...{ writtenBytes: undefined, isSavepoint: false, path: undefined, message: 'expired', latestAckAt: undefined },
  ...{ acknowledgedSubtasks: 5, subtasks: 8, vertices },
};
const job = ['source', 'slow', 'fast', 'sink'].map((id) => ({ id, name: `the ${id}` }));
const acknowledged = (index: number, endToEndMs: number): CheckpointSubtask => ({
  ...{
    state: 'acknowledged',
    index,
    ackAt: 1000 + endToEndMs,
    endToEndMs,
    bytes: 1,
    isUnaligned: false,
    isAborted: false,
  },
  ...{ startDelayMs: 1, alignmentMs: endToEndMs, syncMs: undefined, asyncMs: 0 },
});
const place = (index: number, pod: string, startedAt: number): Subtask => ({
  ...{ index, attempt: 0, status: 'RUNNING', pod, startedAt, endedAt: undefined, busyMs: undefined },
  ...{ idleMs: 0, backPressuredMs: 0, readRecords: 0, writeRecords: 0, readBytes: 0, writeBytes: 0, isComplete: true },
});

test('the subtasks of late vertices are read first, in the order of the graph, then those of the slowest', () => {
  assert.deepEqual(
    verticesToRead(detail, job).map(({ id }) => id),
    ['source', 'sink', 'slow', 'fast'],
  );
  const many = Array.from({ length: 200 }, (_, index) => vertex(`v${index}`, 2, index));
  assert.deepEqual(
    verticesToRead({ ...detail, vertices: many }).map(({ id }) => id),
    ['v199', 'v198', 'v197', 'v196', 'v195'],
  );
});

test('names who has not acknowledged, with its pod, and the slowest first', () => {
  const subtasks = new Map<string, readonly CheckpointSubtask[]>([
    ['sink', [{ state: 'pending', index: 0 }, acknowledged(1, 10)]],
    ['slow', [acknowledged(0, 900), acknowledged(1, 40)]],
  ]);
  const places = new Map([['sink', [place(0, 'pod-a', 500), place(1, 'pod-b', 1500)]]]);
  const parts = checkpointParts(detail, job, {
    subtasks: (id) => subtasks.get(id),
    places: (id) => places.get(id),
  });
  assert.deepEqual(parts.unacknowledged, [
    { vertexId: 'sink', vertex: 'the sink', index: 0, parallelism: 2, pod: 'pod-a', hasRestarted: false },
  ]);
  assert.deepEqual(
    parts.slowest.map(({ vertex: name, index, endToEndMs, pod, hasRestarted }) => [
      name,
      index,
      endToEndMs,
      pod,
      hasRestarted,
    ]),
    [
      ['the slow', 0, 900, undefined, false],
      ['the slow', 1, 40, undefined, false],
      // Its pod of today did not run it then.
      ['the sink', 1, 10, undefined, true],
    ],
  );
  assert.equal(parts.readVertices, 2);
});

test('the longest phase is named, and says what it means only if it is long', () => {
  const phases = { startDelayMs: 0, alignmentMs: undefined, syncMs: 0, asyncMs: 0 };
  assert.equal(phaseText(phases), '');
  assert.equal(phaseText({ ...phases, alignmentMs: 12_000, syncMs: 3000 }), 'alignment: back-pressure upstream');
  assert.equal(phaseText({ ...phases, startDelayMs: 4000 }), 'start delay: barriers arrive late');
  assert.equal(phaseText({ ...phases, asyncMs: 4000 }), 'async: slow storage');
  assert.equal(phaseText({ ...phases, syncMs: 40 }), 'sync');
});
