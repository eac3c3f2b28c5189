import { collectMemory } from '../../src/session/memory/collect-memory.ts';
import { type JvmMemory, jvmMemory, jvmMemoryOf } from '../../src/session/memory/jvm-memory.ts';
import type { ClusterMemory, PodMemory } from '../../src/session/memory/pod-memory.ts';
import { newProcess } from '../../src/session/memory/process-memory.ts';
import type { JobRow } from '../../src/session/readings/join-jobs.ts';
import type { PodRow } from '../../src/session/snapshot.ts';
import { podRow } from './session.ts';

export const mebibyte = 2 ** 20;

/** The model of the TaskManagers on the real cluster: 1000 MiB, of which Flink gives 135 MiB to the heap. */
export const smallModel = {
  frameworkHeap: 134_217_728,
  taskHeap: 11_744_048,
  frameworkOffHeap: 134_217_728,
  taskOffHeap: 0,
  network: 67_108_864,
  managed: 231_525_584,
  metaspace: 268_435_456,
  overhead: 201_326_592,
  process: 1_048_576_000,
} as const;

export const taskManagerPod = (part: Partial<PodRow> = {}): PodRow =>
  podRow({
    name: 'my-first-flink-cluster-taskmanager-1-1',
    memoryLimit: smallModel.process,
    taskManager: { id: 'my-first-flink-cluster-taskmanager-1-1', slots: 1, freeSlots: 0, memory: smallModel },
    ...part,
  });

/** The memory of a pod of which nothing has been measured. */
export const emptyMemory = (pod: PodRow): PodMemory => newProcess(pod).memory;

/** An idle TaskManager on the real cluster. Sizes in MiB. */
const idleJvm = {
  heapUsed: 58,
  heapCommitted: 135,
  heapMax: 135,
  metaspaceUsed: 50,
  metaspaceCommitted: 51,
  metaspaceMax: 256,
  nonHeapCommitted: 72,
  directUsed: 74,
  networkTotal: 64,
  managedUsed: 0,
  managedTotal: 220,
  gcCount: 10,
  gcMsPerSecond: 0,
} as const;

export type JvmInMebibytes = { readonly [Field in keyof JvmMemory]?: number };

/** Converts sizes from MiB. Counts and times stay as they are. */
export function jvmIn(values: JvmInMebibytes): JvmMemory {
  const converted = Object.entries({ ...idleJvm, ...values }).map(([field, value]) =>
    field.startsWith('gc') || field.startsWith('classes') ? [field, value] : [field, Math.round(value * mebibyte)],
  );
  return jvmMemoryOf(Object.fromEntries(converted));
}

export type Moment = {
  /** Seconds since the start. */
  readonly second: number;
  /** Container usage in MiB. */
  readonly usage?: number | undefined;
  readonly jvm?: JvmInMebibytes | undefined;
  readonly jobs?: readonly JobRow[];
  readonly pod?: PodRow;
};

/** Feeds the memory of one pod to a collector, and calls `seen` after each moment. */
export function watchMoments(
  moments: readonly Moment[],
  seen: (memory: PodMemory | undefined, moment: Moment, all: ClusterMemory) => void = () => {},
  start = Date.now() - 3_600_000,
): ClusterMemory {
  const collector = collectMemory();
  let memory: ClusterMemory | undefined;
  collector.setUsageState({ state: 'served' });
  for (const moment of moments) {
    const { second, usage, jvm, jobs = [], pod = taskManagerPod() } = moment;
    const now = start + second * 1000;
    if (usage !== undefined) {
      collector.addUsages(new Map([[pod.name, { bytes: Math.round(usage * mebibyte), at: now }]]));
    }
    const readings = new Map(
      jvm === undefined
        ? []
        : [[jvmMemory(pod.name).key, { value: jvmIn(jvm), readAt: now, failure: undefined }] as const],
    );
    memory = collector.update({ pods: [pod], leader: undefined, jobs, readings, now });
    seen(memory.pods.get(pod.uid), moment, memory);
  }
  if (memory === undefined) throw new Error('no moments');
  return memory;
}

/** Moments each 10 s. The usage is measured each 15 s. */
export const momentsOf = (
  seconds: number,
  at: (second: number) => { readonly usage?: number; readonly jvm?: JvmInMebibytes },
): readonly Moment[] =>
  Array.from({ length: Math.floor(seconds / 5) + 1 }, (_, index) => index * 5)
    .filter((second) => second % 10 === 0 || second % 15 === 0)
    .map((second) => {
      const { usage, jvm } = at(second);
      return {
        second,
        usage: second % 15 === 0 ? usage : undefined,
        jvm: second % 10 === 0 ? (jvm ?? {}) : undefined,
      };
    });
