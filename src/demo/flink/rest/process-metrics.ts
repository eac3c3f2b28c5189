import type { JobManager } from '../job-manager.ts';
import type { JvmNumbers } from '../memory/jvm-process.ts';
import type { TaskManager } from '../slots/task-manager.ts';
import { isFetched } from './metric-store.ts';
import type { RestContext } from './route.ts';

/** Metrics of a process as numbers by metric id. */
export type ProcessMetrics = { readonly [id: string]: number };

/** Full collections. The others are of the young generation. */
const fullCollections = 2;

/** Returns the metrics of a JVM. */
function jvmMetrics(jvm: JvmNumbers): ProcessMetrics {
  return {
    'Status.JVM.CPU.Load': 0.025,
    'Status.JVM.CPU.Time': 6_980_000_000,
    'Status.JVM.ClassLoader.ClassesLoaded': jvm.classesLoaded,
    'Status.JVM.ClassLoader.ClassesUnloaded': 0,
    'Status.JVM.FileDescriptor.Max': 20_000,
    'Status.JVM.FileDescriptor.Open': 81,
    ...garbageCollector('All', jvm.gcCount + fullCollections, jvm.gcTimeMs + 62, jvm.gcMsPerSecond),
    ...garbageCollector('Copy', jvm.gcCount, jvm.gcTimeMs, jvm.gcMsPerSecond),
    ...garbageCollector('MarkSweepCompact', fullCollections, 62, 0),
    'Status.JVM.Memory.Direct.Count': 2068,
    'Status.JVM.Memory.Direct.MemoryUsed': jvm.directUsed,
    'Status.JVM.Memory.Direct.TotalCapacity': jvm.directCapacity,
    'Status.JVM.Memory.Heap.Committed': jvm.heapMax,
    'Status.JVM.Memory.Heap.Max': jvm.heapMax,
    'Status.JVM.Memory.Heap.Used': jvm.heapUsed,
    'Status.JVM.Memory.Mapped.Count': 0,
    'Status.JVM.Memory.Mapped.MemoryUsed': 0,
    'Status.JVM.Memory.Mapped.TotalCapacity': 0,
    'Status.JVM.Memory.Metaspace.Committed': jvm.metaspaceCommitted,
    'Status.JVM.Memory.Metaspace.Max': jvm.metaspaceMax,
    'Status.JVM.Memory.Metaspace.Used': jvm.metaspaceUsed,
    'Status.JVM.Memory.NonHeap.Committed': jvm.nonHeapCommitted,
    'Status.JVM.Memory.NonHeap.Max': 738_197_504,
    'Status.JVM.Memory.NonHeap.Used': jvm.nonHeapUsed,
    'Status.JVM.Threads.Count': 55,
  };
}

const garbageCollector = (name: string, count: number, timeMs: number, msPerSecond: number): ProcessMetrics => ({
  [`Status.JVM.GarbageCollector.${name}.Count`]: count,
  [`Status.JVM.GarbageCollector.${name}.Time`]: timeMs,
  [`Status.JVM.GarbageCollector.${name}.TimeMsPerSecond`]: msPerSecond,
});

/** Returns the metrics of a TaskManager by metric id; empty before the first fetch, and for an unknown one. */
export function taskManagerMetrics(context: RestContext, taskManager: TaskManager | undefined): ProcessMetrics {
  if (!isFetched(context) || taskManager === undefined) return {};
  const segments = { Total: 4096, Used: 3 };
  const segmentSize = 32_768;
  const jvm = taskManager.jvm.numbers();
  return {
    ...jvmMetrics(jvm),
    'Status.Flink.Memory.Managed.Total': jvm.managedTotal,
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

/** Returns the metrics of the JobManager by metric id; empty before the first fetch. */
export function jobManagerMetrics(context: RestContext): ProcessMetrics {
  const { jobManager, jvm } = context;
  if (!isFetched(context)) return {};
  const registered = jobManager.taskManagers.registered();
  const slots = registered.flatMap((taskManager) => taskManager.slots);
  return {
    ...jvmMetrics(jvm.numbers()),
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
