import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AggregatedMetric, JobState } from '../../src/flink/answers.ts';
import { FlinkError } from '../../src/flink/error.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../support/session.ts';
import { openTerminal } from '../support/terminal.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

/** A JobManager with one job that changes its state at once. */
function jobManager(overrides: Partial<FlinkRest> = {}) {
  let state: JobState = 'RUNNING';
  const cancelled: string[] = [];
  const flink: Partial<FlinkRest> = {
    jobs: async () => [jobOverview({ name: 'TopSpeedWindowing', state })],
    config: async () => ({ flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true }),
    jobState: async () => state,
    checkpoints: async () => ({ enabled: false }),
    cancel: async (job) => {
      cancelled.push(job);
      state = 'CANCELED';
    },
    triggerSavepoint: async () => 'trigger',
    savepointStatus: async () => ({ state: 'completed', path: 's3://bucket/savepoints/savepoint-a1b2c3-0123456789ab' }),
    ...overrides,
  };
  return { flink, cancelled };
}

async function open(flink: Partial<FlinkRest> = {}) {
  const session = fakeSession(sessionSnapshot(), flink);
  const terminal = openTerminal(
    { target, source: { attach: async () => session, find: async () => [] } },
    { columns: 80, rows: 24 },
  );
  await terminal.sees('TopSpeedWindowing');
  return { session, terminal };
}

test('the cancel key asks for confirmation with the job name, and the default is No', async () => {
  const { flink, cancelled } = jobManager();
  const { terminal } = await open(flink);
  terminal.keys('2x');
  await terminal.sees(/┏━ Cancel .*\? ━/);
  await terminal.sees(/TopSpeedWindowing/);
  await terminal.sees('No, go back');
  terminal.keys('\r');
  await terminal.sees('Not confirmed: Cancel');
  assert.deepEqual(cancelled, []);
});

for (const [answer, keys] of [
  ['y', ['y']],
  ['Down and Enter in one chunk', ['j\r']],
] as const) {
  test(`cancels the job after ${answer} in the dialog`, async () => {
    const { flink, cancelled } = jobManager();
    const { session, terminal } = await open(flink);
    terminal.keys('2x');
    await terminal.sees('Yes, continue');
    for (const chunk of keys) terminal.keys(chunk);
    await terminal.sees('CANCELED');
    assert.deepEqual(cancelled, [id]);
    assert.equal(session.refreshes(), 1);
  });
}

test('shows the path of a savepoint and copies it', async () => {
  const { terminal } = await open(jobManager().flink);
  terminal.keys('2p');
  await terminal.sees('s3://bucket/savepoints/savepoint-a1b2c3-0123456789ab');
  await terminal.sees('y copy');
  terminal.keys('y');
  const path = Buffer.from('s3://bucket/savepoints/savepoint-a1b2c3-0123456789ab').toString('base64');
  await terminal.until('the path in the clipboard', () => terminal.written().includes(`]52;c;${path}`));
  terminal.keys('\x1b');
  await terminal.seesNo('y copy');
});

test('a typed command with --yes runs without confirmation', async () => {
  const { flink, cancelled } = jobManager();
  const { terminal } = await open(flink);
  terminal.keys(':cancel --all --yes\r');
  await terminal.sees('CANCELED');
  assert.deepEqual(cancelled, [id]);
});

test('an error shows the message of Flink until the user closes it', async () => {
  const { flink } = jobManager({
    triggerSavepoint: async () => {
      throw new FlinkError('failed', 'No savepoint directory configured.');
    },
  });
  const { terminal } = await open(flink);
  terminal.keys('2p');
  await terminal.sees('No savepoint directory configured.');
  await terminal.sees('failed');
});

test('handles keys while a command runs', async () => {
  const { flink } = jobManager({ savepointStatus: async () => ({ state: 'in-progress' }) });
  const { terminal } = await open(flink);
  terminal.keys('2p');
  await terminal.sees(/… Trigger a savepoint of TopSpeed/);
  terminal.keys('3');
  await terminal.sees('┏━ 3 Logs');
  terminal.keys('q');
  assert.match((await terminal.exit).lines.join(), /still running: Trigger a savepoint/);
});

test('a key of an unavailable action shows the reason', async () => {
  const { session, terminal } = await open();
  terminal.keys('2jx');
  await terminal.sees('already FINISHED');
  session.change({ jobs: [] });
  await terminal.sees('No jobs');
  terminal.keys('s');
  await terminal.sees('no job under the cursor');
});

test('runs a typed command and shows its result', async () => {
  const { terminal } = await open();
  terminal.keys(':help\r');
  await terminal.sees('Session cluster:');
  terminal.keys('\x1b');
  await terminal.seesNo('Session cluster:');
});

test('over a result, pane keys show a message, and the help and the command line still open', async () => {
  const { terminal } = await open();
  terminal.keys(':help list\r');
  await terminal.sees('Usage: list');
  terminal.keys('x');
  await terminal.sees('press Esc to close this view first');
  terminal.keys('?');
  await terminal.sees('Quit (the cluster keeps running)');
  terminal.keys('?');
  await terminal.sees('Usage: list');
  terminal.keys('x');
  await terminal.sees('press Esc to close this view first');
  terminal.keys(':help stop\r');
  await terminal.sees('Usage: stop');
  await terminal.seesNo('press Esc to close this view first');
  terminal.keys('\x1b');
  await terminal.sees('TopSpeedWindowing');
  await terminal.seesNo('Usage:');
});

test('shows a result in front of the list from which its command was typed', async () => {
  const { terminal } = await open();
  terminal.keys('F:help list\r');
  await terminal.sees('Usage: list');
  terminal.keys('\x1b');
  await terminal.sees('┏━ Port forwards');
});

test('an unknown command stays open for correction and suggests a similar one', async () => {
  const { terminal } = await open();
  terminal.keys(':cancle x\r');
  await terminal.sees("unknown command 'cancle'");
  await terminal.sees('Did you mean cancel?');
  await terminal.sees(':cancle x');
  terminal.keys('\x15help\r');
  await terminal.sees('Session cluster:');
});

test('Tab completes commands, then jobs', async () => {
  const { terminal } = await open();
  terminal.keys(':c\t');
  await terminal.sees(/^:cancel /m);
  terminal.keys('Top\t');
  await terminal.sees(/^:cancel TopSpeedWindowing /m);
  terminal.keys('\x15s\t');
  await terminal.sees(/savepoint .*stop/);
  terminal.keys('zzz\t');
  await terminal.sees('no completions');
});

test('rejects an empty argument and keeps the line for correction', async () => {
  const { terminal } = await open(jobManager().flink);
  terminal.keys(':stop ""\r');
  await terminal.sees('stop requires a non-empty JOB');
  await terminal.sees(':stop ""');
  assert.doesNotMatch(terminal.text(), /Stop session cluster/);
});

test('Up recalls earlier lines, Down returns to the unfinished line', async () => {
  const { terminal } = await open();
  terminal.keys(':help list\r');
  await terminal.sees('Usage: list');
  terminal.keys('\x1b');
  await terminal.seesNo('Usage: list');
  terminal.keys(':help stop\r');
  await terminal.sees('Usage: stop');
  terminal.keys('\x1b');
  await terminal.seesNo('Usage: stop');
  terminal.keys(':draft\x1b[A');
  await terminal.sees(':help stop');
  terminal.keys('\x1b[A');
  await terminal.sees(':help list');
  terminal.keys('\x1b[B\x1b[B');
  await terminal.sees(':draft');
});

test('pasting into the command line runs nothing', async () => {
  const { terminal } = await open();
  terminal.keys(':\x1b[200~help\rstop\r\x1b[201~');
  await terminal.sees(':help stop');
  await terminal.sees('Esc close');
});

test('logs POD shows the log of the pod in the logs pane', async () => {
  const { session, terminal } = await open();
  terminal.keys(':logs my-first-flink-cluster-taskmanager-1-2\r');
  await terminal.sees('┏━ 3 Logs of taskmanager-1-2');
  await terminal.until('the log to be followed', () => session.followed().join().endsWith('1-2'));
});

test('Enter opens the page of a job, Esc goes back', async () => {
  const job = jobOverview({ name: 'TopSpeedWindowing' });
  const { terminal } = await open({
    job: async () => ({
      ...job,
      vertices: [{ id: 'v', name: 'Source: Events', parallelism: 2, status: 'RUNNING', tasks: { RUNNING: 2 } }],
    }),
    latestException: async () => ({ at: Date.now() - 60_000, message: 'Connection to the broker was lost' }),
    checkpoints: async () => ({
      enabled: true,
      completed: 7,
      failed: 1,
      inProgress: 0,
      restored: 0,
      latestCompleted: {
        id: 8,
        triggeredAt: 0,
        completedAt: Date.now(),
        durationMs: 120,
        stateSize: 2048,
        isSavepoint: false,
        path: 's3://checkpoints/chk-8',
      },
      latestSavepoint: undefined,
      latestFailed: undefined,
    }),
  });
  terminal.keys('2\r');
  for (const text of [
    '2 Jobs › TopSpeedWindowing',
    'Source: Events',
    '×2',
    '7 completed, 1 failed',
    's3://checkpoints/chk-8',
    'Connection to the broker was lost',
  ])
    await terminal.sees(text);
  terminal.keys('\x1b');
  await terminal.sees('┏━ 2 Jobs (2)');
});

test('shows the busiest subtask of each vertex, and never 0 for a missing metric', async () => {
  const vertex = (vertexId: string, status = 'RUNNING') => ({
    id: vertexId,
    name: `vertex ${vertexId}`,
    parallelism: 2,
    status,
    tasks: { RUNNING: 2 },
  });
  const requests: string[] = [];
  let map: AggregatedMetric = { state: 'absent' };
  const { terminal, session } = await open({
    job: async () => ({
      ...jobOverview({ name: 'TopSpeedWindowing' }),
      vertices: [vertex('source'), vertex('map'), vertex('done', 'FINISHED')],
    }),
    latestException: async () => undefined,
    checkpoints: async () => ({ enabled: false }),
    subtaskMetric: async (job, vertexId, { name, aggregate }) => {
      requests.push(`${job} ${vertexId} ${name} ${aggregate}`);
      return vertexId === 'source' ? { state: 'not-a-number' } : map;
    },
  });
  terminal.keys('2\r');
  await terminal.sees(/vertex map +×2 +RUNNING +measuring/);
  await terminal.sees(/vertex source +×2 +RUNNING +busy - +2 running/);
  map = { state: 'measured', value: 852 };
  await terminal.sees(/vertex map +×2 +RUNNING +busy 85% +2 running/);
  await terminal.sees(/vertex done +×2 +FINISHED +2 running/);
  assert.deepEqual([...new Set(requests)].sort(), [
    `${id} map busyTimeMsPerSecond max`,
    `${id} source busyTimeMsPerSecond max`,
  ]);
  assert.equal(requests.length, 3, 'the absent metric was requested twice');
  terminal.keys('\x1b');
  await terminal.sees('┏━ 2 Jobs (2)');
  assert.deepEqual(session.needs().toSorted(), ['jobs', 'task-managers']);
});

test('shows the age of the data of a job whose JobMaster does not answer, in the pane and in list', async () => {
  const { terminal, session } = await open({ jobs: async () => [jobOverview({ name: 'Listed', id: 'f'.repeat(32) })] });
  assert.doesNotMatch(terminal.text(), /as of/);
  const { jobs = [] } = session.store.getState();
  session.change({
    jobs: jobs.map((job, index) => (index === 0 ? { ...job, unansweredSince: Date.now() - 40_000 } : job)),
  });
  await terminal.sees(/TopSpeed\S* +RUNNING +as of 4\ds ago/);
  await terminal.sees(/WordCount +FINISHED +\d/);
  terminal.keys(':list\r');
  await terminal.sees(/RUNNING +f{32} +Listed/);
  await terminal.sees(new RegExp(`RUNNING, as of 4\\ds ago +${id} +TopSpeedWindowing`));
});

test('a job page marks stale data', async () => {
  const never = () => new Promise<never>(() => {});
  const { terminal, session } = await open({ job: never, latestException: never, checkpoints: never });
  terminal.keys('2\r');
  await terminal.sees('loading…');
  const job = { ...jobOverview({ name: 'TopSpeedWindowing' }), vertices: [] };
  const known = { value: job, readAt: Date.now() - 40_000, failure: undefined };
  session.change({ readings: new Map([[`job-detail/${id}`, known]]) });
  await terminal.sees(/2 Jobs › TopSpeedWindowing ━.*as of 4\ds ago/);
});

test('a job page shows why the job cannot be read', async () => {
  const fail = async () => {
    throw new FlinkError('unreachable', 'The JobManager does not answer.');
  };
  const { terminal } = await open({ job: fail, latestException: fail, checkpoints: fail });
  terminal.keys('2\r');
  await terminal.sees('The JobManager does not answer.');
});

test('a plan longer than the screen shows its warnings first, and PgDn scrolls to the rest', async () => {
  const jobs = Array.from({ length: 30 }, (_, index) =>
    jobOverview({ name: `job-${index}`, id: `${index}`.padStart(32, '0') }),
  );
  const { terminal } = await open({ ...jobManager().flink, jobs: async () => jobs });
  terminal.keys(':cancel --all\r');
  await terminal.sees('! No savepoint is taken');
  await terminal.sees(/… lines 1-\d+ of \d+\. PgUp and PgDn scroll/);
  assert.doesNotMatch(terminal.text(), /job-29 /);
  for (let page = 0; page < 10; page += 1) terminal.keys('\x1b[6~');
  await terminal.sees(/job-29 /);
  await terminal.sees('Type my-first-flink-cluster to confirm:');
  terminal.keys('\x1b');
  await terminal.sees('Not confirmed: Cancel 30 jobs');
});

test('a second action has to wait while the first one is being planned', async () => {
  const { terminal } = await open({ ...jobManager().flink, config: () => new Promise(() => {}) });
  terminal.keys('2x');
  await terminal.sees(/checking what is affected/);
  terminal.keys('p');
  await terminal.sees('wait: cancel is still checking what is affected');
});

test('logs accepts the end of a pod name and filters for the pane', async () => {
  const { session, terminal } = await open();
  terminal.keys(':logs taskmanager-1-2 --level WARN --grep /timeout/ --exclude heartbeat\r');
  await terminal.sees('3 Logs of taskmanager-1-2 · WARN and above · /timeout/ · !"heartbeat"');
  await terminal.until('the log to be followed', () => session.followed().join().endsWith('1-2'));
});

test('rejects log options that only work in a shell and changes nothing', async () => {
  const { terminal } = await open();
  terminal.keys(':logs --tail 5\r');
  await terminal.sees('--tail is not supported in the screen');
  await terminal.sees('flink-tui logs my-first-flink-cluster -n flink --tail 5');
  terminal.keys('\x1b');
  await terminal.sees('3 Logs of 7d9c8b6f4-x2x9k');
});
