import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MetricOwner, metricKey, ownerTitle, taskManagersOwner } from '../../../src/session/metrics/metric.ts';
import { createMetricIndex, type OwnedIds } from '../../../src/session/metrics/metric-index.ts';

const vertexOwner = (name: string, parallelism = 4): MetricOwner => ({
  kind: 'vertex',
  jobId: 'job',
  vertexId: name,
  name,
  parallelism,
});
const taskIds = ['busyTimeMsPerSecond', 'numRecordsIn', 'numRecordsInPerSecond', 'Map.numRecordsIn'];
const owned: readonly OwnedIds[] = [
  { owner: { kind: 'job', jobId: 'job' }, ids: ['numRestarts', 'lastCheckpointDuration'] },
  { owner: vertexOwner('work'), ids: taskIds },
  { owner: vertexOwner('sink', 1), ids: taskIds },
  { owner: taskManagersOwner(['c-taskmanager-1-1', 'c-taskmanager-1-12']), ids: ['Status.JVM.Memory.Heap.Used'] },
  { owner: { kind: 'job-manager' }, ids: ['Status.JVM.Memory.Heap.Used'] },
];

const found = (text: string, limit = 20): readonly string[] =>
  createMetricIndex(owned)
    .search(text, limit)
    .metrics.map(({ owner, id, member }) =>
      [ownerTitle(owner), id, ...(member === undefined ? [] : [member])].join(' '),
    );

test('without a text, all metrics are listed in the order of their owners', () => {
  assert.equal(found('').length, 12);
  assert.equal(found('')[0], 'job numRestarts');
});

test('the best match is first, and a word may match the owner', () => {
  assert.deepEqual(found('busy'), ['work busyTimeMsPerSecond', 'sink busyTimeMsPerSecond']);
  assert.deepEqual(found('sink busy'), ['sink busyTimeMsPerSecond']);
  assert.deepEqual(found('chkdur'), ['job lastCheckpointDuration']);
  assert.deepEqual(found('map.recin'), ['work Map.numRecordsIn', 'sink Map.numRecordsIn']);
  assert.equal(found('numRecordsIn work')[0], 'work numRecordsIn');
  assert.equal(found('heap.used').length, 2);
  assert.deepEqual(found('zzz'), []);
});

test('a glob matches a whole id, or the part after the operator', () => {
  assert.deepEqual(found('numRecordsIn'.concat('*')), [
    ...['work numRecordsIn', 'work numRecordsInPerSecond', 'work Map.numRecordsIn'],
    ...['sink numRecordsIn', 'sink numRecordsInPerSecond', 'sink Map.numRecordsIn'],
  ]);
  assert.deepEqual(found('*PerSecond sink'), ['sink busyTimeMsPerSecond', 'sink numRecordsInPerSecond']);
});

test('#3 chooses a subtask of the vertices that have it, @1-12 a TaskManager', () => {
  assert.deepEqual(found('busy #3'), ['work busyTimeMsPerSecond 2']);
  assert.deepEqual(found('busy #9'), []);
  assert.deepEqual(found('heap @1-12'), ['TaskManager Status.JVM.Memory.Heap.Used c-taskmanager-1-12']);
  assert.deepEqual(found('heap @1-1'), ['TaskManager Status.JVM.Memory.Heap.Used c-taskmanager-1-1']);
  assert.deepEqual(found('heap @nosuch'), []);
});

test('more matches than the limit are counted', () => {
  const { metrics, count } = createMetricIndex(owned).search('num', 3);
  assert.equal(metrics.length, 3);
  assert.equal(count, 7);
});

test('metrics of different owners and subtasks have different keys', () => {
  const keys = createMetricIndex(owned)
    .search('', 50)
    .metrics.flatMap((metric) => [metricKey(metric), metricKey({ ...metric, member: 1 })]);
  assert.equal(new Set(keys).size, keys.length);
});

/** 200 vertices with 100 metrics, 36 of them with names that no other vertex has. */
function manyMetrics(): readonly OwnedIds[] {
  const shared = Array.from({ length: 64 }, (_, index) => `Shuffle.Netty.Input.numBuffers${index}InPerSecond`);
  return Array.from({ length: 200 }, (_, vertex) => ({
    owner: vertexOwner(`Source: operator ${vertex} -> map -> enrich`, 200),
    ids: [...shared, ...Array.from({ length: 36 }, (_, index) => `operator_${vertex}_map.numRecords${index}`)],
  }));
}

test('a search over 20,000 metrics counts all matches, and lists the best ones', () => {
  const index = createMetricIndex(manyMetrics());
  assert.equal(index.search('', 200).count, 20_000);
  const { count, metrics } = index.search('oper 17 numrec', 200);
  assert.ok(count > 0 && metrics.length <= 200, `${metrics.length} of ${count}`);
});
