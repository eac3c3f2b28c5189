import type { JobSpec } from '../jobs/job.ts';
import type { Load } from '../jobs/load.ts';

const sourceId = 'cbc357ccb763df2852fee8c4fc7d55f2';
const secondId = 'c27dcf7b54ef6bfd6cff02ca8870b681';

const emitting: Load = { busyMs: 940, backPressuredMs: 0, recordsIn: 0, recordsOut: 50 };
/** The user code hangs, which Flink counts as busy. Measured on a real cluster. */
const hanging: Load = { busyMs: 1000, backPressuredMs: 0, recordsIn: 0, recordsOut: 0 };
const waiting: Load = { busyMs: 12, backPressuredMs: 0, recordsIn: 25, recordsOut: 0 };

/** Subtask 1 of the source emits nothing, so that no window ever ends. */
export const silentSourceJob: JobSpec = {
  name: 'Sensor alerts',
  parallelism: 2,
  type: 'STREAMING',
  vertices: [
    {
      id: sourceId,
      name: 'Source: sensors -> decode -> Timestamps/Watermarks',
      load: (subtask) => (subtask === 1 ? hanging : emitting),
    },
    { id: secondId, name: 'alerts per minute -> Sink: alerts: Writer', load: () => waiting },
  ],
  checkpointEveryMs: 10_000,
  stateSize: 1_870_000,
  eventTime: { delayMs: 3000, silentSubtask: 1 },
  userCode: {
    everyMs: 4300,
    write: (console, iteration) =>
      console.write('INFO', 'com.example.sensors.Decoder', `decoded ${iteration * 215} measurements`),
  },
};

/** 480 records arrive each second that the job does not process. It started with the backlog of an outage. */
export const lagJob: JobSpec = {
  name: 'Shipment tracking',
  parallelism: 1,
  type: 'STREAMING',
  vertices: [
    {
      id: sourceId,
      name: 'Source: shipments -> Timestamps/Watermarks',
      load: () => ({ busyMs: 1000, backPressuredMs: 0, recordsIn: 0, recordsOut: 1200 }),
    },
    {
      id: secondId,
      name: 'join orders -> Sink: shipments: Writer',
      load: () => ({ busyMs: 310, backPressuredMs: 0, recordsIn: 1200, recordsOut: 0 }),
    },
  ],
  checkpointEveryMs: 10_000,
  stateSize: 12_400_000,
  eventTime: { delayMs: 3000, pending: { operator: 'Source: shipments', atStart: 90_000, perSecond: 480 } },
  userCode: {
    everyMs: 4900,
    write: (console, iteration) =>
      console.write('INFO', 'com.example.shipments.JoinOrders', `joined ${iteration * 5880} shipments`),
  },
};
