import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeMetric, measuredValue } from '../../../src/session/metrics/describe-metric.ts';
import { formatMetric } from '../../../src/session/metrics/format-metric.ts';

/** Names of Flink 2.3 and 1.20, with their unit and kind. */
const documented: readonly (readonly [id: string, unit: string, kind: string])[] = [
  ['busyTimeMsPerSecond', 'ms/s', 'gauge'],
  ['accumulateBusyTimeMs', 'ms', 'counter'],
  ['numRecordsIn', 'count', 'counter'],
  ['numRecordsInPerSecond', '/s', 'gauge'],
  ['Map.numRecordsOut', 'count', 'counter'],
  ['numBytesOut', 'bytes', 'counter'],
  ['numBytesInRemotePerSecond', 'bytes/s', 'gauge'],
  ['mailboxLatencyMs_p99', 'ms', 'gauge'],
  ['checkpointStartDelayNanos', 'ns', 'gauge'],
  ['isBackPressured', 'count', 'text'],
  ['Shuffle.Netty.Input.Buffers.inPoolUsage', 'ratio', 'gauge'],
  ['Shuffle.Netty.Input.Buffers.inputQueueLength', 'count', 'gauge'],
  ['debloatedBufferSize', 'bytes', 'gauge'],
  ['estimatedTimeToConsumeBuffersMs', 'ms', 'gauge'],
  ['currentInputWatermark', 'time', 'gauge'],
  ['Source__orders.currentEmitEventTimeLag', 'ms', 'gauge'],
  ['Source__orders.watermarkAlignmentDrift', 'ms', 'gauge'],
  ['Source__orders.pendingRecords', 'count', 'gauge'],
  ['lastCheckpointDuration', 'ms', 'gauge'],
  ['lastCheckpointFullSize', 'bytes', 'gauge'],
  ['lastCheckpointPersistedData', 'bytes', 'gauge'],
  ['lastCheckpointExternalPath', 'count', 'text'],
  ['lastCheckpointCompletedTimestamp', 'time', 'gauge'],
  ['numberOfFailedCheckpoints', 'count', 'counter'],
  ['numberOfInProgressCheckpoints', 'count', 'gauge'],
  ['numRestarts', 'count', 'counter'],
  ['uptime', 'ms', 'gauge'],
  ['restartingTime', 'ms', 'gauge'],
  ['runningTimeTotal', 'ms', 'gauge'],
  ['Status.JVM.Memory.Heap.Used', 'bytes', 'gauge'],
  ['Status.JVM.Memory.Direct.Count', 'count', 'gauge'],
  ['Status.JVM.Memory.Direct.TotalCapacity', 'bytes', 'gauge'],
  ['Status.JVM.GarbageCollector.All.Time', 'ms', 'counter'],
  ['Status.JVM.GarbageCollector.All.Count', 'count', 'counter'],
  ['Status.JVM.GarbageCollector.All.TimeMsPerSecond', 'ms/s', 'gauge'],
  ['Status.JVM.CPU.Load', 'ratio', 'gauge'],
  ['Status.JVM.CPU.Time', 'ns', 'counter'],
  ['Status.JVM.Threads.Count', 'count', 'gauge'],
  ['Status.Flink.Memory.Managed.Used', 'bytes', 'gauge'],
  ['Status.Shuffle.Netty.UsedMemory', 'bytes', 'gauge'],
  ['Status.Shuffle.Netty.UsedMemorySegments', 'count', 'gauge'],
  ['Status.Shuffle.Netty.RequestedMemoryUsage', 'percent', 'gauge'],
  ['numRunningJobs', 'count', 'gauge'],
  ['taskSlotsAvailable', 'count', 'gauge'],
];

test("the unit and the kind follow from Flink's names", () => {
  const described = documented.map(([id]) => [id, describeMetric(id).unit, describeMetric(id).kind]);
  assert.deepEqual(described, documented);
});

test('values that stand for a missing one are not measured', () => {
  const longMin = -(2 ** 63);
  assert.equal(measuredValue('0.currentInputWatermark', longMin), undefined);
  assert.equal(measuredValue('currentOutputWatermark', 2 ** 63), undefined);
  assert.equal(measuredValue('currentInputWatermark', -4.6e18), undefined);
  assert.equal(measuredValue('lastCheckpointDuration', -1), undefined);
  assert.equal(measuredValue('Source.pendingRecords', -1), undefined);
  assert.equal(measuredValue('lastCompletedCheckpointId', -1), undefined);
  assert.equal(measuredValue('myTemperature', -1), -1);
  assert.equal(measuredValue('lastCheckpointDuration', 0), 0);
});

test('values are formatted with their unit', () => {
  assert.equal(formatMetric(141_950_976, 'bytes'), '135 MiB');
  assert.equal(formatMetric(2048, 'bytes/s'), '2.0 KiB/s');
  assert.equal(formatMetric(842.4, 'ms/s'), '842 ms/s');
  assert.equal(formatMetric(1_500_000, 'ns'), '2 ms');
  assert.equal(formatMetric(0.025, 'ratio'), '2.5%');
  assert.equal(formatMetric(-1500, 'ms'), '-1.5 s');
  assert.equal(formatMetric(Date.parse('2026-11-29T10:00:00Z'), 'time'), '2026-11-29T10:00:00Z');
});
