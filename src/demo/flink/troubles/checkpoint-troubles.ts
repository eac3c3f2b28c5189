import type { JobSpec } from '../jobs/job.ts';
import { randomBetween } from '../random.ts';

const sourceId = 'cbc357ccb763df2852fee8c4fc7d55f2';
const secondId = '90bea66de1c231edf33913ecd54406c1';
const thirdId = 'ea632d67b7d595e5b851708ae9ad79d6';

/** Subtask 0 of the second vertex never acknowledges a checkpoint. */
export const expiringCheckpointsJob: JobSpec = {
  name: 'Currency conversion',
  parallelism: 2,
  type: 'STREAMING',
  vertices: [
    { id: sourceId, name: 'Source: transfers' },
    {
      id: secondId,
      name: 'look up exchange rate -> Sink: transfers: Writer',
      // Measured on a real cluster: the subtask works on its snapshot all the time.
      load: (subtask) => ({ busyMs: subtask === 0 ? 995 : 20, backPressuredMs: 0, recordsIn: 40, recordsOut: 0 }),
    },
  ],
  checkpointEveryMs: 5000,
  stateSize: 3347,
  checkpoints: { timeoutMs: 10_000, tolerableFailures: 1000, stuck: { vertexId: secondId, subtask: 0 } },
  userCode: {
    everyMs: 4700,
    write: (console, iteration) => {
      const logger = 'com.example.transfers.ExchangeRates';
      if (iteration % 3 === 0) {
        console.write('WARN', logger, `flush to the rate cache blocks since ${randomBetween(9, 15)} s`);
      } else console.write('INFO', logger, `converted ${iteration * 188} transfers`);
    },
  },
};

/** The state grows by 960 MB an hour, because the job never removes a session. */
export const growingStateJob: JobSpec = {
  name: 'Visitor sessions',
  parallelism: 1,
  type: 'STREAMING',
  vertices: [
    { id: sourceId, name: 'Source: page views' },
    { id: secondId, name: 'open sessions' },
    { id: thirdId, name: 'Sink: sessions: Writer' },
  ],
  checkpointEveryMs: 30_000,
  stateSize: 24_000_000,
  checkpoints: { growthPerHour: 40, durationMs: { from: 900, to: 1400 } },
  userCode: {
    everyMs: 5300,
    write: (console, iteration) =>
      console.write('INFO', 'com.example.visitors.Sessions', `${210_000 + iteration * 640} sessions are open`),
  },
};
