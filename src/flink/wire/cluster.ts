import { array, boolean, type InferOutput, nullish, number, object, pipe, string, transform } from 'valibot';
import type {
  ClusterConfig,
  ClusterOverview,
  FlinkOptions,
  JvmEnvironment,
  TaskManager,
  TaskManagerMemory,
} from '../responses.ts';
import { createShared } from './shared.ts';

export const overviewSchema = pipe(
  object({
    'flink-version': string(),
    taskmanagers: number(),
    'slots-total': number(),
    'slots-available': number(),
    'jobs-running': number(),
    'jobs-finished': number(),
    'jobs-cancelled': number(),
    'jobs-failed': number(),
  }),
  transform(
    (wire): ClusterOverview => ({
      flinkVersion: wire['flink-version'],
      taskManagers: wire.taskmanagers,
      slotsTotal: wire['slots-total'],
      slotsAvailable: wire['slots-available'],
      jobsRunning: wire['jobs-running'],
      jobsFinished: wire['jobs-finished'],
      jobsCancelled: wire['jobs-cancelled'],
      jobsFailed: wire['jobs-failed'],
    }),
  ),
);

export const configSchema = pipe(
  object({
    'flink-version': string(),
    'refresh-interval': number(),
    features: nullish(object({ 'web-cancel': nullish(boolean(), true) })),
  }),
  transform(
    (wire): ClusterConfig => ({
      flinkVersion: wire['flink-version'],
      refreshIntervalMs: wire['refresh-interval'],
      webCancel: wire.features?.['web-cancel'] ?? true,
    }),
  ),
);

export const jobManagerConfigSchema = pipe(
  array(object({ key: string(), value: string() })),
  transform((options): FlinkOptions => new Map(options.map(({ key, value }) => [key, value]))),
);

export const environmentSchema = pipe(
  object({ jvm: object({ options: array(string()) }), classpath: array(string()) }),
  transform(({ jvm, classpath }): JvmEnvironment => ({ options: jvm.options, classpath })),
);

/** Flink sends null for sizes that are not configured. */
const size = nullish(number());
const memoryConfiguration = object({
  frameworkHeap: size,
  taskHeap: size,
  frameworkOffHeap: size,
  taskOffHeap: size,
  networkMemory: size,
  managedMemory: size,
  jvmMetaspace: size,
  jvmOverhead: size,
  totalProcessMemory: size,
});

/** The TaskManagers of a cluster have few models, usually one. */
const sharedModel = createShared<TaskManagerMemory>(100);

function memoryModel(wire: InferOutput<typeof memoryConfiguration> | undefined): TaskManagerMemory | undefined {
  if (wire?.totalProcessMemory == null) return undefined;
  return sharedModel({
    frameworkHeap: wire.frameworkHeap ?? 0,
    taskHeap: wire.taskHeap ?? 0,
    frameworkOffHeap: wire.frameworkOffHeap ?? 0,
    taskOffHeap: wire.taskOffHeap ?? 0,
    network: wire.networkMemory ?? 0,
    managed: wire.managedMemory ?? 0,
    metaspace: wire.jvmMetaspace ?? 0,
    overhead: wire.jvmOverhead ?? 0,
    process: wire.totalProcessMemory,
  });
}

/** Flink's TaskManagerDetailsInfo. */
export const jobsOfSlotsSchema = pipe(
  object({ allocatedSlots: nullish(array(object({ jobId: string() }))) }),
  transform(({ allocatedSlots }) => allocatedSlots?.map(({ jobId }) => jobId)),
);

export const taskManagerSchema = pipe(
  object({
    id: string(),
    slotsNumber: number(),
    freeSlots: number(),
    memoryConfiguration: nullish(memoryConfiguration),
  }),
  transform((wire): TaskManager => {
    const memory = memoryModel(wire.memoryConfiguration ?? undefined);
    const { id, slotsNumber: slots, freeSlots } = wire;
    return { id, slots, freeSlots, ...(memory !== undefined && { memory }) };
  }),
);
