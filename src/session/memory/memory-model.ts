import type { FlinkOptions, TaskManagerMemory } from '../../flink/responses.ts';

/** A part of Flink's memory model: what Flink sets aside for it. */
export type ModelPart = {
  readonly name: string;
  readonly bytes: number;
  /** The option that changes it. */
  readonly option: string;
};

/** Flink's memory model of a process. Sizes are bytes. */
export type MemoryModel = {
  readonly parts: readonly ModelPart[];
  /** What is left for thread stacks, the code cache and native memory. */
  readonly overhead: number;
  readonly process: number;
};

const models = new WeakMap<TaskManagerMemory, MemoryModel>();

export function taskManagerModel(memory: TaskManagerMemory): MemoryModel {
  const known = models.get(memory);
  if (known !== undefined) return known;
  const option = (name: string) => `taskmanager.memory.${name}`;
  const model: MemoryModel = {
    parts: [
      { name: 'framework heap', bytes: memory.frameworkHeap, option: option('framework.heap.size') },
      { name: 'task heap', bytes: memory.taskHeap, option: option('task.heap.size') },
      { name: 'framework off-heap', bytes: memory.frameworkOffHeap, option: option('framework.off-heap.size') },
      { name: 'task off-heap', bytes: memory.taskOffHeap, option: option('task.off-heap.size') },
      { name: 'network', bytes: memory.network, option: option('network.fraction') },
      { name: 'managed', bytes: memory.managed, option: option('managed.fraction') },
      { name: 'metaspace', bytes: memory.metaspace, option: option('jvm-metaspace.size') },
      { name: 'JVM overhead', bytes: memory.overhead, option: option('jvm-overhead.max') },
    ],
    overhead: memory.overhead,
    process: memory.process,
  };
  models.set(memory, model);
  return model;
}

/** Reads the model from the JobManager's configuration; undefined if the configuration lacks it. */
export function jobManagerModel(options: FlinkOptions): MemoryModel | undefined {
  const size = (name: string) => flinkSize(options.get(`jobmanager.memory.${name}`));
  const option = (name: string) => `jobmanager.memory.${name}`;
  const [heap, offHeap, metaspace] = [size('heap.size'), size('off-heap.size'), size('jvm-metaspace.size')];
  const overhead = size('jvm-overhead.max');
  if (heap === undefined || offHeap === undefined || metaspace === undefined || overhead === undefined)
    return undefined;
  return {
    parts: [
      { name: 'heap', bytes: heap, option: option('heap.size') },
      { name: 'off-heap', bytes: offHeap, option: option('off-heap.size') },
      { name: 'metaspace', bytes: metaspace, option: option('jvm-metaspace.size') },
      { name: 'JVM overhead', bytes: overhead, option: option('jvm-overhead.max') },
    ],
    overhead,
    process: size('process.size') ?? heap + offHeap + metaspace + overhead,
  };
}

const factors: { readonly [unit: string]: number } = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Parses a size of Flink's configuration: `444596224b`, `1000m`, `1 gb`. */
function flinkSize(text = ''): number | undefined {
  const [, number, unit = 'b'] = /^(\d+)\s*([bkmgt]?)(?:i?b|ytes)?$/i.exec(text.trim()) ?? [];
  return number === undefined ? undefined : Number(number) * (factors[unit.toLowerCase() || 'b'] ?? 1);
}
