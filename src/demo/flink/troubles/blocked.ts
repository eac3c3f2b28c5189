import type { JobSpec } from '../jobs/job.ts';
import type { Load } from '../jobs/load.ts';
import { java } from '../threads/frames.ts';

const sourceId = 'cbc357ccb763df2852fee8c4fc7d55f2';
const lookupId = '90bea66de1c231edf33913ecd54406c1';
const blockedMs = 120;

// As on a real cluster: the records are spread evenly, so all subtasks get as few as the blocked one takes.
const recordsPerSecond = 1000 / blockedMs;
const sourceLoad: Load = { busyMs: 12, backPressuredMs: 986, recordsIn: 0, recordsOut: recordsPerSecond };
const blocked: Load = { busyMs: 940, backPressuredMs: 0, recordsIn: recordsPerSecond, recordsOut: recordsPerSecond };
const others: Load = { ...blocked, busyMs: 7 };

/** Subtask 0 of the second vertex waits in `PriceStore.fetch` for each record. */
export const blockedJob: JobSpec = {
  name: 'Price lookup',
  parallelism: 2,
  type: 'STREAMING',
  vertices: [
    { id: sourceId, name: 'Source: offers', load: () => sourceLoad },
    {
      id: lookupId,
      name: 'look up price -> Sink: prices: Writer',
      load: (subtask) => (subtask === 0 ? blocked : others),
      code: (subtask) => ({
        state: subtask === 0 ? 'TIMED_WAITING' : 'RUNNABLE',
        frames: [
          ...(subtask === 0
            ? [java('java.lang.Thread.sleep(Native Method)'), 'com.example.prices.PriceStore.fetch(PriceStore.java:88)']
            : []),
          'com.example.prices.LookUpPrice.map(LookUpPrice.java:41)',
          'com.example.prices.LookUpPrice.map(LookUpPrice.java:17)',
        ],
      }),
    },
  ],
  checkpointEveryMs: 10_000,
  stateSize: 1_450_000,
  userCode: {
    everyMs: 2900,
    write: (console, iteration) =>
      console.write('INFO', 'com.example.prices.LookUpPrice', `looked up ${iteration * 48} prices`),
  },
};
