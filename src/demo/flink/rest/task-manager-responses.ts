import { isFlink1, taskManagerMemory } from '../settings.ts';
import type { TaskManager } from '../slots/task-manager.ts';
import type { RestContext } from './route.ts';

const heartbeatMs = 10_000;
const { process: _process, limit: _limit, ...memoryConfiguration } = taskManagerMemory;

function resource(share: number) {
  return {
    cpuCores: share,
    taskHeapMemory: Math.floor(383 * share),
    taskOffHeapMemory: 0,
    managedMemory: Math.floor(512 * share),
    networkMemory: Math.floor(128 * share),
    extendedResources: {},
  };
}

export function taskManagerResponse(taskManager: TaskManager, { settings, clock, jobManager }: RestContext) {
  const { id, ip, dataPort, slots } = taskManager;
  const free = slots.filter(({ jobId }) => jobId === undefined).length;
  return {
    id,
    path: `pekko.tcp://flink@${ip}:6122/user/rpc/taskmanager_0`,
    dataPort,
    jmxPort: -1,
    // Despite its name, Flink's field is the epoch time of the last heartbeat in ms.
    timeSinceLastHeartbeat: Math.floor(clock.now() - (clock.now() % heartbeatMs)),
    slotsNumber: slots.length,
    freeSlots: free,
    ...(!isFlink1(settings) && {
      assignedTasks: slots.reduce((sum, { jobId }) => sum + (jobId ? taskCount(jobId, jobManager) : 0), 0),
    }),
    totalResource: resource(1),
    freeResource: resource(free / slots.length),
    hardware: {
      cpuCores: 4,
      physicalMemory: taskManagerMemory.totalProcessMemory,
      freeMemory: 536_870_902,
      managedMemory: taskManagerMemory.managedMemory,
    },
    memoryConfiguration,
  };
}

/** Counts the tasks in a slot. With slot sharing, a slot runs one subtask of every vertex. */
const taskCount = (jobId: string, jobManager: RestContext['jobManager']): number =>
  jobManager.job(jobId)?.job.vertices.length ?? 0;

export function taskManagerDetail(taskManager: TaskManager, context: RestContext) {
  const { settings, jobManager } = context;
  const allocated = taskManager.slots.filter(({ jobId }) => jobId !== undefined);
  const jvm = taskManager.jvm.numbers();
  const segments = { Available: 4093, Used: 3, Total: 4096 };
  const segmentSize = 32_768;
  return {
    ...taskManagerResponse(taskManager, context),
    allocatedSlots: allocated.map(({ jobId = '' }) => ({
      jobId,
      resource: resource(1 / taskManager.slots.length),
      ...(!isFlink1(settings) && { assignedTasks: taskCount(jobId, jobManager) }),
    })),
    metrics: {
      heapUsed: jvm.heapUsed,
      heapCommitted: jvm.heapMax,
      heapMax: jvm.heapMax,
      nonHeapUsed: jvm.nonHeapUsed,
      nonHeapCommitted: jvm.nonHeapCommitted,
      nonHeapMax: 738_197_504,
      directCount: 4116,
      directUsed: jvm.directUsed,
      directMax: jvm.directCapacity,
      mappedCount: 0,
      mappedUsed: 0,
      mappedMax: 0,
      ...(isFlink1(settings) && {
        memorySegmentsAvailable: segments.Available,
        memorySegmentsTotal: segments.Total,
      }),
      nettyShuffleMemorySegmentsAvailable: segments.Available,
      nettyShuffleMemorySegmentsUsed: segments.Used,
      nettyShuffleMemorySegmentsTotal: segments.Total,
      nettyShuffleMemoryAvailable: segments.Available * segmentSize,
      nettyShuffleMemoryUsed: segments.Used * segmentSize,
      nettyShuffleMemoryTotal: segments.Total * segmentSize,
      garbageCollectors: [
        { name: 'Copy', count: jvm.gcCount, time: jvm.gcTimeMs },
        { name: 'MarkSweepCompact', count: 2, time: 62 },
      ],
    },
  };
}
