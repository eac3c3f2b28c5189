import type { ContainerUsage, UsageState } from './container-usage.ts';
import type { JvmMemory } from './jvm-memory.ts';
import type { MemoryModel } from './memory-model.ts';
import { memoryParts } from './memory-parts.ts';
import type { JobLevels } from './metaspace-per-job.ts';
import type { Series } from './series.ts';

/** What is known about the memory of a pod. Sizes are bytes, times epoch ms by the local clock. */
export type PodMemory = {
  readonly uid: string;
  readonly name: string;
  readonly role: 'jobmanager' | 'taskmanager';
  /** Limit of the main container. */
  readonly limit: number | undefined;
  readonly usage: number | undefined;
  readonly usageAt: number | undefined;
  readonly jvm: JvmMemory | undefined;
  readonly jvmAt: number | undefined;
  /** undefined for a JobManager, whose model is in its configuration. */
  readonly model: MemoryModel | undefined;
  /** Container usage. */
  readonly usages: Series;
  /** The columns of `jvmColumns`. */
  readonly jvms: Series;
  /** Used heap after each garbage collection. */
  readonly heapLows: Series;
  readonly jobLevels: JobLevels;
  /** Set once the container has ended or the pod is gone: the numbers are the last ones. */
  readonly endedAt: number | undefined;
};

/** Columns of the series `jvms`. */
export const jvmColumns = { heap: 0, metaspace: 1, direct: 2, gcMsPerSecond: 3 } as const;
export const jvmColumnCount = Object.keys(jvmColumns).length;

export type ClusterMemory = {
  /** By pod uid. Pods without any number are missing. */
  readonly pods: ReadonlyMap<string, PodMemory>;
  readonly usage: UsageState;
  /** The last usages by pod name, with all containers; undefined before the first ones were read. */
  readonly usages?: ReadonlyMap<string, ContainerUsage>;
};

export const noMemory: ClusterMemory = { pods: new Map(), usage: { state: 'awaited' } };

export const partsOf = ({ usage, limit, jvm }: Pick<PodMemory, 'usage' | 'limit' | 'jvm'>) =>
  memoryParts(usage, limit, jvm);
