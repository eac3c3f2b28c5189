import type { JobSpec } from '../jobs/job.ts';

const sourceId = 'cbc357ccb763df2852fee8c4fc7d55f2';
const secondId = '90bea66de1c231edf33913ecd54406c1';
const mebibyte = 2 ** 20;

const twoVertices = (source: string, sink: string) => [
  { id: sourceId, name: source },
  { id: secondId, name: sink },
];

/** The job uses more and more native memory, until the kernel kills its TaskManager. This repeats on a new TaskManager. */
export const nativeLeakJob: JobSpec = {
  name: 'Document parsing',
  parallelism: 1,
  type: 'STREAMING',
  vertices: twoVertices('Source: documents', 'parse -> Sink: index: Writer'),
  checkpointEveryMs: 5000,
  stateSize: 64_000,
  memory: { nativePerSecond: 1.2 * mebibyte },
};

/** The job keeps more and more objects, until the JVM only collects garbage. */
export const heapLeakJob: JobSpec = {
  name: 'Customer profiles',
  parallelism: 1,
  type: 'STREAMING',
  vertices: twoVertices('Source: profile changes', 'collect profiles -> Sink: profiles: Writer'),
  checkpointEveryMs: 10_000,
  stateSize: 3_400_000,
  memory: { heapPerSecond: 0.55 * mebibyte },
};

/** A bounded job whose classes stay loaded after its end. */
export const classLeakJob: JobSpec = {
  name: 'Hourly report',
  parallelism: 1,
  type: 'BATCH',
  vertices: twoVertices('Source: orders of the hour', 'summarize -> Sink: reports: Writer'),
  endsAfterMs: 20_000,
  memory: { classes: 25 * mebibyte, keepsClasses: true },
};
