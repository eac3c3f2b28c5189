import { array, boolean, nullish, number, object, pipe, string, transform } from 'valibot';
import type { ClusterConfig, ClusterOverview, FlinkOptions, JvmEnvironment, TaskManager } from '../responses.ts';

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

export const taskManagerSchema = pipe(
  object({
    id: string(),
    slotsNumber: number(),
    freeSlots: number(),
  }),
  transform(
    (wire): TaskManager => ({
      id: wire.id,
      slots: wire.slotsNumber,
      freeSlots: wire.freeSlots,
    }),
  ),
);
