import type { JobSpec } from '../jobs/job.ts';

const sourceId = 'cbc357ccb763df2852fee8c4fc7d55f2';
const secondId = '90bea66de1c231edf33913ecd54406c1';

/** The job waits for slots: the pods of its TaskManagers stay pending. */
export const noSlotsJob: JobSpec = {
  name: 'Nightly backfill',
  parallelism: 2,
  type: 'STREAMING',
  vertices: [
    { id: sourceId, name: 'Source: archived orders' },
    { id: secondId, name: 'recalculate -> Sink: orders: Writer' },
  ],
  checkpointEveryMs: 10_000,
  lacksNodes: true,
};

/** The job uses native memory until the kernel kills its TaskManager, and then runs on a new TaskManager. */
export const outOfMemoryJob: JobSpec = {
  name: 'Image resizing',
  parallelism: 1,
  type: 'STREAMING',
  vertices: [
    { id: sourceId, name: 'Source: uploads' },
    { id: secondId, name: 'resize -> Sink: thumbnails: Writer' },
  ],
  checkpointEveryMs: 5000,
  stateSize: 64_000,
  // Fills a new TaskManager in about 20 s.
  memory: { nativePerSecond: 65 * 2 ** 20, leaksOnce: true },
  userCode: {
    everyMs: 1900,
    write: (console, iteration) => {
      const logger = 'com.example.images.NativeResizer';
      const megabytes = 120 + iteration * 64;
      console.write('INFO', logger, `resized ${iteration * 12} images, native buffers ${megabytes} MB`);
    },
  },
};
