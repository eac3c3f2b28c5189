import type { MetricScope, MetricValue } from '../../flink/responses.ts';
import type { FlinkRest } from '../../flink/rest.ts';
import { type Reading, unlessEmpty } from '../readings/reading.ts';

const ids = {
  heapUsed: 'Status.JVM.Memory.Heap.Used',
  heapCommitted: 'Status.JVM.Memory.Heap.Committed',
  heapMax: 'Status.JVM.Memory.Heap.Max',
  metaspaceUsed: 'Status.JVM.Memory.Metaspace.Used',
  metaspaceCommitted: 'Status.JVM.Memory.Metaspace.Committed',
  metaspaceMax: 'Status.JVM.Memory.Metaspace.Max',
  /** Metaspace, the code cache and the compressed class space. */
  nonHeapCommitted: 'Status.JVM.Memory.NonHeap.Committed',
  nonHeapUsed: 'Status.JVM.Memory.NonHeap.Used',
  /** Includes the network memory of a TaskManager. */
  directUsed: 'Status.JVM.Memory.Direct.MemoryUsed',
  mappedUsed: 'Status.JVM.Memory.Mapped.MemoryUsed',
  managedUsed: 'Status.Flink.Memory.Managed.Used',
  managedTotal: 'Status.Flink.Memory.Managed.Total',
  networkUsed: 'Status.Shuffle.Netty.UsedMemory',
  networkTotal: 'Status.Shuffle.Netty.TotalMemory',
  gcCount: 'Status.JVM.GarbageCollector.All.Count',
  gcTimeMs: 'Status.JVM.GarbageCollector.All.Time',
  gcMsPerSecond: 'Status.JVM.GarbageCollector.All.TimeMsPerSecond',
  classesLoaded: 'Status.JVM.ClassLoader.ClassesLoaded',
} as const;

type Field = keyof typeof ids;

/**
 * What a JVM and Flink state about the memory of a process. Sizes are bytes. A number that Flink does not have is
 * undefined, such as the managed memory of a JobManager.
 */
export type JvmMemory = { readonly [F in Field]: number | undefined };

const fields = Object.keys(ids) as readonly Field[];
const allIds: readonly string[] = Object.values(ids);

/** Returns the ids of Flink's metrics. */
export const metricIdsOf = (wanted: readonly Field[]): readonly string[] => wanted.map((field) => ids[field]);

/** Requests the memory of a process. All fields are undefined before the first fetch of the JobManager. */
export async function readJvmMemory(
  flink: Pick<FlinkRest, 'metrics'>,
  scope: MetricScope,
  signal: AbortSignal,
): Promise<JvmMemory> {
  const metrics = await flink.metrics(scope, allIds, signal);
  return jvmMemoryOf(Object.fromEntries(fields.map((field) => [field, measured(metrics.get(ids[field]))])));
}

/** A JVM states -1 for a limit that is not set. */
const measured = (metric: MetricValue | undefined): number | undefined =>
  metric?.state === 'measured' && metric.value >= 0 ? metric.value : undefined;

/** Completes the memory. Fields that are not given are unknown. */
export function jvmMemoryOf(values: Partial<JvmMemory>): JvmMemory {
  return Object.fromEntries(fields.map((field) => [field, values[field]])) as JvmMemory;
}

export const isMeasured = ({ heapUsed, metaspaceUsed }: JvmMemory): boolean =>
  heapUsed !== undefined || metaspaceUsed !== undefined;

/** Start of the keys of these readings. */
export const memoryKey = 'jvm-memory/';

/** The memory of a displayed process: of a TaskManager by its id, or of the JobManager. */
export const jvmMemory = (id: string | undefined): Reading<JvmMemory> => ({
  key: `${memoryKey}${id ?? ''}`,
  cost: 'M',
  intervalMs: 10_000,
  read: unlessEmpty(
    (flink, signal) => readJvmMemory(flink, scopeOf(id), signal),
    (memory) => !isMeasured(memory),
  ),
});

export const scopeOf = (id: string | undefined): MetricScope =>
  id === undefined ? { kind: 'job-manager' } : { kind: 'task-manager', id };
