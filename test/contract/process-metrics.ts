import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { type ContractTarget, waitOptions } from './contract.ts';
import { sum } from './read-job.ts';

const memory = (name: string) => ['Committed', 'Max', 'Used'].map((part) => `Status.JVM.Memory.${name}.${part}`);
const buffers = (name: string) =>
  ['Count', 'MemoryUsed', 'TotalCapacity'].map((part) => `Status.JVM.Memory.${name}.${part}`);
const withPrefix = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}${name}`);

/** Ids of every process in Flink 1.20 and 2.3. */
const commonIds = [
  ...['Status.JVM.CPU.Load', 'Status.JVM.CPU.Time', 'Status.JVM.Threads.Count'],
  ...['Status.JVM.ClassLoader.ClassesLoaded', 'Status.JVM.ClassLoader.ClassesUnloaded'],
  ...['Heap', 'NonHeap', 'Metaspace'].flatMap(memory),
  ...['Direct', 'Mapped'].flatMap(buffers),
];
const fileDescriptorIds = ['Status.JVM.FileDescriptor.Max', 'Status.JVM.FileDescriptor.Open'];
const taskManagerIds = [
  ...withPrefix('Status.Flink.Memory.Managed.', ['Total', 'Used']),
  ...withPrefix('Status.Shuffle.Netty.', ['AvailableMemory', 'AvailableMemorySegments', 'RequestedMemoryUsage']),
  ...withPrefix('Status.Shuffle.Netty.', ['TotalMemory', 'TotalMemorySegments', 'UsedMemory', 'UsedMemorySegments']),
];
const jobManagerIds = [
  ...['numPendingTaskManagers', 'numRegisteredTaskManagers', 'numRunningJobs', 'startWorkFailurePerSecond'],
  ...['taskSlotsAvailable', 'taskSlotsTotal'],
];

/** The names of garbage collectors depend on the size of the machine. */
const garbageCollectorId = /^Status\.JVM\.GarbageCollector\.\w+\.(Count|Time|TimeMsPerSecond)$/;
const heap = 'Status.JVM.Memory.Heap.Used';
const unknownId = '0123456789abcdef0123456789abcdef';

/** Checks the metrics of a TaskManager and of the JobManager, and aggregates of them and of the job's subtasks. */
export async function checkProcessMetrics(target: ContractTarget, id: string): Promise<void> {
  const { flink } = target;
  const isFlink1 = (await flink.config()).flinkVersion.startsWith('1.');
  const [taskManager] = await flink.taskManagers();
  const taskManagerId = taskManager?.id ?? '';
  await eventually('the metrics of the TaskManager', () => hasMetrics(target, taskManagerId), waitOptions);
  checkIds(await flink.metricIds({ kind: 'task-manager', id: taskManagerId }), taskManagerIds, isFlink1);
  checkIds(await flink.metricIds({ kind: 'job-manager' }), jobManagerIds, isFlink1);
  await checkTaskManagerAggregates(target, taskManagerId);
  await checkSubtaskAggregates(target, id);

  const unknownVertex = { jobId: id, vertexId: unknownId };
  for (const scope of [
    { kind: 'task-manager', id: 'nosuch' },
    { kind: 'job', jobId: unknownId },
    { kind: 'vertex', ...unknownVertex },
    { kind: 'coordinators', ...unknownVertex },
  ] as const) {
    assert.deepEqual(await flink.metricIds(scope), [], scope.kind);
  }
  assert.deepEqual(await flink.metricIds({ kind: 'subtasks', jobId: id, vertexId: unknownId }), []);
}

const hasMetrics = async ({ flink }: ContractTarget, id: string): Promise<boolean> =>
  (await flink.metricIds({ kind: 'task-manager', id })).length > 0;

function checkIds(ids: readonly string[], ofProcess: readonly string[], isFlink1: boolean): void {
  const missing = [...commonIds, ...ofProcess].filter((id) => !ids.includes(id));
  assert.deepEqual(missing, []);
  assert.ok(ids.some((id) => /GarbageCollector\.\w+\.Count$/.test(id)));
  if (isFlink1) return;
  const known = [...commonIds, ...fileDescriptorIds, ...ofProcess];
  const others = ids.filter((id) => !known.includes(id) && !garbageCollectorId.test(id));
  assert.deepEqual(others, []);
}

async function checkTaskManagerAggregates({ flink }: ContractTarget, id: string): Promise<void> {
  const one = (await flink.groupMetrics({ kind: 'task-managers', ids: [id] }, [heap, 'nosuch'])).get(heap);
  assert.ok(one?.max.state === 'measured' && one.max.value > 2 ** 20);
  assert.deepEqual([one.min, one.avg, one.sum], [one.max, one.max, one.max]);
  const all = (await flink.groupMetrics({ kind: 'task-managers', ids: [] }, [heap])).get(heap);
  assert.ok(all?.max.state === 'measured' && all.sum.state === 'measured' && all.sum.value >= all.max.value);
  assert.deepEqual(await flink.groupMetrics({ kind: 'task-managers', ids: ['nosuch'] }, [heap]), new Map());
}

const taskIds = ['busyTimeMsPerSecond', 'idleTimeMsPerSecond', 'numRecordsIn', 'numRecordsOut'];

async function checkSubtaskAggregates({ flink }: ContractTarget, jobId: string): Promise<void> {
  for (const { id: vertexId, parallelism } of (await flink.job(jobId)).vertices) {
    const ids = await flink.metricIds({ kind: 'subtasks', jobId, vertexId });
    assert.deepEqual(
      taskIds.filter((id) => !ids.includes(id)),
      [],
    );
    const indexed = await flink.metricIds({ kind: 'vertex', jobId, vertexId });
    assert.ok(ids.every((id) => indexed.includes(`0.${id}`)));
    const records = (await flink.groupMetrics({ kind: 'subtasks', jobId, vertexId }, ['numRecordsOut'])).get(
      'numRecordsOut',
    );
    const wanted = Array.from({ length: parallelism }, (_, subtask) => `${subtask}.numRecordsOut`);
    const single = await flink.metrics({ kind: 'vertex', jobId, vertexId }, wanted);
    const values = [...single.values()].map((metric) => (metric.state === 'measured' ? metric.value : Number.NaN));
    assert.ok(records?.sum.state === 'measured' && records.sum.value <= sum(values));
  }
}
