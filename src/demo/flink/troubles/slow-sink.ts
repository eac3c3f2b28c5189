import type { JobSpec } from '../jobs/job.ts';
import type { Load } from '../jobs/load.ts';
import { randomBetween } from '../random.ts';
import { java } from '../threads/frames.ts';

const ids = {
  source: 'cbc357ccb763df2852fee8c4fc7d55f2',
  validate: '9dd63673dd41ea021b896d5203f3ba7c',
  score: '1a936cb48657826a536f331e9fb33b5e',
  callScoring: '81de871dbbe6ce263c278f500f8bfce3',
  format: '2d45d97e24ecc50ee905e77acdfac56b',
  merge: 'd061b57379d1c382d4176b92caf7d106',
  ledger: '9750ab4537fc60d90d30d359861dd85c',
} as const;

const load =
  (busyMs: number, backPressuredMs: number, recordsIn: number, recordsOut: number): (() => Load) =>
  () => ({ busyMs, backPressuredMs, recordsIn, recordsOut });

const callService = () =>
  ({
    state: 'RUNNABLE',
    isInNative: true,
    frames: [
      java('sun.nio.ch.Net.poll(Native Method)'),
      java('sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)'),
      java('java.net.Socket$SocketInputStream.read(Socket.java:1099)'),
      'com.example.payments.ScoringClient.score(ScoringClient.java:63)',
      'com.example.payments.CallScoring.map(CallScoring.java:29)',
    ],
  }) as const;

/**
 * A diamond: the records go through both branches, and the slow vertex is behind one of them. The shares were measured
 * on a real cluster. The source waits for its rate limit, which Flink counts as busy.
 */
export const slowSinkJob: JobSpec = {
  name: 'Payment scoring',
  parallelism: 1,
  type: 'STREAMING',
  vertices: [
    { id: ids.source, name: 'Source: payments', load: load(840, 160, 0, 50) },
    { id: ids.validate, name: 'validate', load: load(10, 450, 50, 50) },
    { id: ids.score, name: 'extract features', load: load(1, 740, 50, 50) },
    { id: ids.callScoring, name: 'call scoring service', load: load(1000, 0, 50, 50), code: callService },
    { id: ids.format, name: 'format', inputs: [ids.validate], load: load(20, 130, 50, 50) },
    { id: ids.merge, name: 'merge', inputs: [ids.callScoring, ids.format], load: load(2, 0, 100, 100) },
    { id: ids.ledger, name: 'Sink: ledger: Writer', load: load(1, 0, 100, 0) },
  ],
  checkpointEveryMs: 5000,
  stateSize: 3347,
  // Barriers wait behind the records in front of the slow vertex. Measured: 16.3 s.
  checkpoints: {
    durationMs: { from: 14_000, to: 19_000 },
    lateVertices: [ids.callScoring, ids.merge, ids.ledger],
  },
  userCode: {
    everyMs: 2300,
    write: (console, iteration) => {
      const logger = 'com.example.payments.ScoringClient';
      const ms = randomBetween(18, 23);
      if (iteration % 7 === 0) console.write('WARN', logger, `scoring service answered after ${ms * 20} ms`);
      else console.write('INFO', logger, `scored ${iteration * 115} payments, ${ms} ms each`);
    },
  },
};
