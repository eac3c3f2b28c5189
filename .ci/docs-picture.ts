import type { PodRow } from '../src/session/snapshot.ts';
import { mountScreen } from '../test/support/mount-screen.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../test/support/session.ts';
import { darkPalette, toSvg } from './terminal-svg.ts';

// The session is fixed and the clock starts at a fixed time, so that the picture is always the same.

const now = Date.parse('2026-01-31T03:00:00Z');
const columns = 120;
const rows = 30;

/** Returns the time `count` minutes and 30 s ago. The 30 s keep ages constant while the picture is drawn. */
const minutesAgo = (count: number) => now - count * 60_000 - 30_000;
const id = 'my-first-flink-cluster';
const slots = (free: number) => ({
  id: '',
  slots: 2,
  freeSlots: free,
  lastHeartbeat: now,
  cpuCores: 1,
  processMemory: undefined,
});
const pods: readonly PodRow[] = [
  podRow({
    name: `${id}-7d9c8b6f4-x2x9k`,
    role: 'jobmanager',
    status: 'leader',
    reason: 'the only JobManager',
    createdAt: minutesAgo(192),
  }),
  podRow({
    name: `${id}-taskmanager-1-1`,
    reason: '2 of 2 slots in use',
    taskManager: slots(0),
    createdAt: minutesAgo(191),
  }),
  podRow({
    name: `${id}-taskmanager-1-4`,
    status: 'idle',
    reason: 'all 2 slots free: Flink releases it after 30 s',
    taskManager: slots(2),
    createdAt: minutesAgo(44),
  }),
  podRow({
    name: `${id}-taskmanager-1-3`,
    status: 'released',
    health: 'gone',
    reason: 'released by Flink after 30 s of idleness',
    createdAt: minutesAgo(61),
    goneAt: minutesAgo(12),
  }),
];
const jobs = [
  jobOverview({
    name: 'orders-enrichment',
    id: '7d4f0c1e5a6b42d39a1f8e0b6c2d7f10',
    startTime: minutesAgo(190),
    tasks: { total: 4, running: 4 },
  }),
  jobOverview({
    name: 'clicks-sessions',
    id: 'c1bf5bbc9a88f0c8b0ef51853ef88066',
    state: 'RESTARTING',
    startTime: minutesAgo(43),
    tasks: { total: 2, created: 2 },
  }),
  jobOverview({
    name: 'backfill-january',
    id: 'e372dbdd72b852292db6c284ae37cb4a',
    state: 'CANCELED',
    startTime: minutesAgo(58),
    endTime: minutesAgo(13),
    tasks: { total: 2, canceled: 2 },
  }),
];
const log: readonly (readonly [level: string, logger: string, message: string])[] = [
  [
    'INFO',
    'runtime.checkpoint.CheckpointCoordinator',
    'Triggering checkpoint 1141 for job 7d4f0c1e5a6b42d39a1f8e0b6c2d7f10.',
  ],
  [
    'INFO',
    'runtime.checkpoint.CheckpointCoordinator',
    'Completed checkpoint 1141 for job 7d4f0c1e5a6b42d39a1f8e0b6c2d7f10 (4812 bytes).',
  ],
  ['WARN', 'runtime.taskmanager.Task', 'clicks-sessions (1/1)#7 switched from RUNNING to FAILED with failure cause:'],
  ['', '', 'java.io.IOException: could not write to the sink'],
  ['', '', '\tat org.example.ClickSink.invoke(ClickSink.java:41)'],
  ['', '', 'Caused by: java.net.SocketTimeoutException: Read timed out'],
  [
    'INFO',
    'runtime.executiongraph.ExecutionGraph',
    'Job clicks-sessions (c1bf5bbc9a88f0c8b0ef51853ef88066) switched from RUNNING to RESTARTING.',
  ],
  [
    'INFO',
    'runtime.checkpoint.CheckpointCoordinator',
    'Triggering checkpoint 1142 for job 7d4f0c1e5a6b42d39a1f8e0b6c2d7f10.',
  ],
  [
    'INFO',
    'runtime.checkpoint.CheckpointCoordinator',
    'Completed checkpoint 1142 for job 7d4f0c1e5a6b42d39a1f8e0b6c2d7f10 (4790 bytes).',
  ],
];

export async function screenPicture(): Promise<string> {
  const started = Date.now();
  const realNow = Date.now;
  Date.now = () => now + realNow() - started;
  const session = fakeSession(sessionSnapshot({ pods, jobs, leader: pods[0]?.name }));
  const writer = session.logs.open({
    uid: pods[0]?.uid ?? '',
    pod: pods[0]?.name ?? '',
    container: 'flink-main-container',
  });
  writer.setState({ state: 'following' });
  writer.begin({ isResumed: false });
  log.forEach(([level, logger, message], index) => {
    const at = new Date(minutesAgo(1) + index * 700);
    const time = at.toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
    const text =
      level === '' ? message : `${time} ${level.padEnd(5)} ${`org.apache.flink.${logger}`.padEnd(60)} [] - ${message}`;
    writer.write(Buffer.from(`${at.toISOString()} ${text}\n`));
  });
  const screen = mountScreen(
    { source: { attach: async () => session }, target: { clusterId: id, namespace: 'flink' } },
    { columns, rows },
  );
  await screen.sees('Completed checkpoint 1142');
  const picture = toSvg(screen.terminal, `flink-tui attached to ${id}: pods, jobs and logs`, darkPalette);
  await screen.close();
  return picture;
}
