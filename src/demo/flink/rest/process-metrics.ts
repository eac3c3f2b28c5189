import type { JobManager } from '../job-manager.ts';
import { taskManagerMemory } from '../settings.ts';
import { isFetched } from './metric-store.ts';
import type { RestContext } from './route.ts';

/** Metrics of a process as numbers by metric id. */
export type ProcessMetrics = { readonly [id: string]: number };

const mebibyte = 2 ** 20;
const heapSawtoothMs = 40_000;

/** Returns the metrics of a JVM. The used heap grows until a garbage collection. */
function jvmMetrics(now: number, heapMax: number, metaspaceUsed: number, directUsed: number): ProcessMetrics {
  const sawtooth = (now % heapSawtoothMs) / heapSawtoothMs;
  const collections = Math.floor(now / heapSawtoothMs) % 100_000;
  const metaspaceCommitted = metaspaceUsed + mebibyte;
  return {
    'Status.JVM.CPU.Load': 0.025,
    'Status.JVM.CPU.Time': 6_980_000_000,
    'Status.JVM.ClassLoader.ClassesLoaded': 9703,
    'Status.JVM.ClassLoader.ClassesUnloaded': 0,
    'Status.JVM.FileDescriptor.Max': 20_000,
    'Status.JVM.FileDescriptor.Open': 81,
    ...garbageCollector('All', collections + 2, collections * 7 + 62),
    ...garbageCollector('Copy', collections, collections * 7),
    ...garbageCollector('MarkSweepCompact', 2, 62),
    'Status.JVM.Memory.Direct.Count': 2068,
    'Status.JVM.Memory.Direct.MemoryUsed': directUsed + 2,
    'Status.JVM.Memory.Direct.TotalCapacity': directUsed,
    'Status.JVM.Memory.Heap.Committed': heapMax,
    'Status.JVM.Memory.Heap.Max': heapMax,
    'Status.JVM.Memory.Heap.Used': Math.floor(heapMax * (0.2 + 0.3 * sawtooth)),
    'Status.JVM.Memory.Mapped.Count': 0,
    'Status.JVM.Memory.Mapped.MemoryUsed': 0,
    'Status.JVM.Memory.Mapped.TotalCapacity': 0,
    'Status.JVM.Memory.Metaspace.Committed': metaspaceCommitted,
    'Status.JVM.Memory.Metaspace.Max': taskManagerMemory.jvmMetaspace,
    'Status.JVM.Memory.Metaspace.Used': metaspaceUsed,
    'Status.JVM.Memory.NonHeap.Committed': metaspaceCommitted + 21 * mebibyte,
    'Status.JVM.Memory.NonHeap.Max': 738_197_504,
    'Status.JVM.Memory.NonHeap.Used': metaspaceUsed + 19 * mebibyte,
    'Status.JVM.Threads.Count': 55,
  };
}

const garbageCollector = (name: string, count: number, timeMs: number): ProcessMetrics => ({
  [`Status.JVM.GarbageCollector.${name}.Count`]: count,
  [`Status.JVM.GarbageCollector.${name}.Time`]: timeMs,
  [`Status.JVM.GarbageCollector.${name}.TimeMsPerSecond`]: 0.6,
});

/** Returns the metrics of a registered TaskManager by metric id; empty before the first fetch, and for an unknown one. */
export function taskManagerMetrics(context: RestContext, id = context.params.id): ProcessMetrics {
  const { jobManager, clock } = context;
  if (!isFetched(context) || !jobManager.taskManagers.registered().some((found) => found.id === id)) return {};
  const segments = { Total: 4096, Used: 3 };
  const segmentSize = 32_768;
  const heapMax = taskManagerMemory.frameworkHeap + taskManagerMemory.taskHeap;
  return {
    ...jvmMetrics(clock.now(), heapMax, 48 * mebibyte, taskManagerMemory.networkMemory + 6 * mebibyte),
    'Status.Flink.Memory.Managed.Total': taskManagerMemory.managedMemory,
    'Status.Flink.Memory.Managed.Used': 0,
    'Status.Shuffle.Netty.AvailableMemory': (segments.Total - segments.Used) * segmentSize,
    'Status.Shuffle.Netty.AvailableMemorySegments': segments.Total - segments.Used,
    'Status.Shuffle.Netty.RequestedMemoryUsage': 0,
    'Status.Shuffle.Netty.TotalMemory': segments.Total * segmentSize,
    'Status.Shuffle.Netty.TotalMemorySegments': segments.Total,
    'Status.Shuffle.Netty.UsedMemory': segments.Used * segmentSize,
    'Status.Shuffle.Netty.UsedMemorySegments': segments.Used,
  };
}

const jobManagerHeap = 1_073_741_824;

/** Returns the metrics of the JobManager by metric id; empty before the first fetch. */
export function jobManagerMetrics(context: RestContext): ProcessMetrics {
  const { jobManager, clock } = context;
  if (!isFetched(context)) return {};
  const registered = jobManager.taskManagers.registered();
  const slots = registered.flatMap((taskManager) => taskManager.slots);
  return {
    ...jvmMetrics(clock.now(), jobManagerHeap, 82 * mebibyte, 11 * mebibyte),
    numPendingTaskManagers: 0,
    numRegisteredTaskManagers: registered.length,
    numRunningJobs: countRunning(jobManager),
    startWorkFailurePerSecond: 0,
    taskSlotsAvailable: slots.filter(({ jobId }) => jobId === undefined).length,
    taskSlotsTotal: slots.length,
  };
}

const countRunning = (jobManager: JobManager): number =>
  jobManager.jobs().filter(({ endedAt }) => endedAt === undefined).length;
