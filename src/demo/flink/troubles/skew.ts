import type { JobSpec } from '../jobs/job.ts';
import type { Load } from '../jobs/load.ts';

const sourceId = 'cbc357ccb763df2852fee8c4fc7d55f2';
const countId = '90bea66de1c231edf33913ecd54406c1';

// Loads per subtask, measured on a real cluster where nine of ten records have the same key.
const sourceLoads: readonly Load[] = [
  { busyMs: 359, backPressuredMs: 641, recordsIn: 0, recordsOut: 742 },
  { busyMs: 125, backPressuredMs: 875, recordsIn: 0, recordsOut: 625 },
];
const countLoads: readonly Load[] = [
  { busyMs: 36, backPressuredMs: 0, recordsIn: 55, recordsOut: 0 },
  { busyMs: 999, backPressuredMs: 0, recordsIn: 1312, recordsOut: 0 },
];
const idle: Load = { busyMs: 0, backPressuredMs: 0, recordsIn: 0, recordsOut: 0 };

/** Subtask 1 of the second vertex is busy, and the other one is idle. */
export const skewJob: JobSpec = {
  name: 'Clicks per customer',
  parallelism: 2,
  type: 'STREAMING',
  vertices: [
    { id: sourceId, name: 'Source: clicks', load: (subtask) => sourceLoads[subtask] ?? idle },
    {
      id: countId,
      name: 'count per customer -> Sink: totals: Writer',
      load: (subtask) => countLoads[subtask] ?? idle,
      code: () => ({
        state: 'RUNNABLE',
        frames: ['com.example.clicks.CountPerCustomer.map(CountPerCustomer.java:52)'],
      }),
    },
  ],
  checkpointEveryMs: 10_000,
  stateSize: 21_400_000,
  checkpoints: { durationMs: { from: 3000, to: 6000 }, lateVertices: [countId] },
  userCode: {
    everyMs: 3100,
    write: (console, iteration) =>
      console.write('INFO', 'com.example.clicks.CountPerCustomer', `customer 0 has ${iteration * 3627} clicks`),
  },
};
