import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AggregatedMetric, JobState } from '../../src/flink/answers.ts';
import { FlinkError } from '../../src/flink/error.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import { handMadeSession, jobOverview, sessionSnapshot } from '../support/session.ts';
import { openTerminal } from '../support/terminal.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

/** A JobManager with one job, which goes where it is told at once. */
function jobManager(part: Partial<FlinkRest> = {}) {
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
    ...part,
  };
  return { flink, cancelled };
}

async function open(flink: Partial<FlinkRest> = {}) {
  const session = handMadeSession(sessionSnapshot(), flink);
  const terminal = openTerminal(
    { target, source: { attach: async () => session, find: async () => [] } },
    { columns: 80, rows: 24 },
  );
  await terminal.sees('TopSpeedWindowing');
  return { session, terminal };
}

test('cancel by key asks first, naming the job; No is the default', async () => {
  const { flink, cancelled } = jobManager();
  const { terminal } = await open(flink);
  terminal.keys('2x');
  await terminal.sees(/┏━ Cancel .*\? ━/);
  await terminal.sees(/TopSpeedWindowing/);
  await terminal.sees('No, leave it');
  terminal.keys('\r');
  await terminal.sees('not done: Cancel');
  assert.deepEqual(cancelled, []);
});

for (const [what, keys] of [
  ['y', ['y']],
  ['the list, in one chunk', ['j\r']],
] as const) {
  test(`cancel, confirmed by ${what}, is done and said`, async () => {
    const { flink, cancelled } = jobManager();
    const { session, terminal } = await open(flink);
    terminal.keys('2x');
    await terminal.sees('Yes, do it');
    for (const chunk of keys) terminal.keys(chunk);
    await terminal.sees('CANCELED');
    assert.deepEqual(cancelled, [id]);
    assert.equal(session.refreshes(), 1);
  });
}

test('the path of a savepoint is on the screen to be read and copied', async () => {
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

test('a typed command with --yes is not asked about', async () => {
  const { flink, cancelled } = jobManager();
  const { terminal } = await open(flink);
  terminal.keys(':cancel --all --yes\r');
  await terminal.sees('CANCELED');
  assert.deepEqual(cancelled, [id]);
});

test("what fails says Flink's own reason, and waits until it was read", async () => {
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

test('keys are answered while a command runs', async () => {
  const { flink } = jobManager({ savepointStatus: async () => ({ state: 'in-progress' }) });
  const { terminal } = await open(flink);
  terminal.keys('2p');
  await terminal.sees(/… Trigger a savepoint of TopSpeed/);
  terminal.keys('3');
  await terminal.sees('┏━ 3 Logs');
  terminal.keys('q');
  assert.match((await terminal.exit).lines.join(), /not waited for to the end: Trigger a savepoint/);
});

test('a key that cannot act now says why', async () => {
  const { session, terminal } = await open();
  terminal.keys('2jx');
  await terminal.sees('already FINISHED');
  session.change({ jobs: [] });
  await terminal.sees('no jobs');
  terminal.keys('s');
  await terminal.sees('no job under the cursor');
});

test('a typed command is run, and its answer shown', async () => {
  const { terminal } = await open();
  terminal.keys(':help\r');
  await terminal.sees('Session cluster:');
  terminal.keys('\x1b');
  await terminal.seesNo('Session cluster:');
});

test('over an answer a key of the panes says what is in its way; the help and the command line open from there', async () => {
  const { terminal } = await open();
  terminal.keys(':help list\r');
  await terminal.sees('Usage: list');
  terminal.keys('x');
  await terminal.sees('Esc closes this first');
  terminal.keys('?');
  await terminal.sees('Quit (the cluster keeps running)');
  terminal.keys('?');
  await terminal.sees('Usage: list');
  terminal.keys('x');
  await terminal.sees('Esc closes this first');
  terminal.keys(':help stop\r');
  await terminal.sees('Usage: stop');
  await terminal.seesNo('Esc closes this first');
  terminal.keys('\x1b');
  await terminal.sees('TopSpeedWindowing');
  await terminal.seesNo('Usage:');
});

test('an answer is seen over the list from which its command was typed', async () => {
  const { terminal } = await open();
  terminal.keys('F:help list\r');
  await terminal.sees('Usage: list');
  terminal.keys('\x1b');
  await terminal.sees('┏━ Forwards');
});

test('what is no command stays to be put right, with the nearest one', async () => {
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
  await terminal.sees('nothing to complete here');
});

test('a typed line with an empty argument is refused and stays to be corrected', async () => {
  const { terminal } = await open(jobManager().flink);
  terminal.keys(':stop ""\r');
  await terminal.sees('stop requires a non-empty JOB');
  await terminal.sees(':stop ""');
  assert.doesNotMatch(terminal.text(), /Stop session cluster/);
});

test('Up brings typed lines back, Down the one that was begun', async () => {
  const { terminal } = await open();
  terminal.keys(':help list\r');
  await terminal.sees('Usage: list');
  terminal.keys('\x1b');
  await terminal.seesNo('Usage: list');
  terminal.keys(':help stop\r');
  await terminal.sees('Usage: stop');
  terminal.keys('\x1b');
  await terminal.seesNo('Usage: stop');
  terminal.keys(':begun\x1b[A');
  await terminal.sees(':help stop');
  terminal.keys('\x1b[A');
  await terminal.sees(':help list');
  terminal.keys('\x1b[B\x1b[B');
  await terminal.sees(':begun');
});

test('a paste into the command line runs nothing', async () => {
  const { terminal } = await open();
  terminal.keys(':\x1b[200~help\rstop\r\x1b[201~');
  await terminal.sees(':help stop');
  await terminal.sees('Esc close');
});

test('logs POD shows them in the pane', async () => {
  const { session, terminal } = await open();
  terminal.keys(':logs my-first-flink-cluster-taskmanager-1-2\r');
  await terminal.sees('┏━ 3 Logs of taskmanager-1-2');
  await terminal.until('its log', () => session.followed().join().endsWith('1-2'));
});

test('Enter on a job looks at it closely, Esc goes back', async () => {
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

test('each vertex of a job has its busiest subtask; what is not measured yet, or cannot be, is not 0', async () => {
  const vertex = (vertexId: string, status = 'RUNNING') => ({
    id: vertexId,
    name: `vertex ${vertexId}`,
    parallelism: 2,
    status,
    tasks: { RUNNING: 2 },
  });
  const asked: string[] = [];
  let map: AggregatedMetric = { state: 'absent' };
  const { terminal, session } = await open({
    job: async () => ({
      ...jobOverview({ name: 'TopSpeedWindowing' }),
      vertices: [vertex('source'), vertex('map'), vertex('done', 'FINISHED')],
    }),
    latestException: async () => undefined,
    checkpoints: async () => ({ enabled: false }),
    subtaskMetric: async (job, vertexId, { name, aggregate }) => {
      asked.push(`${job} ${vertexId} ${name} ${aggregate}`);
      return vertexId === 'source' ? { state: 'not-a-number' } : map;
    },
  });
  terminal.keys('2\r');
  await terminal.sees(/vertex map +×2 +RUNNING +measuring/);
  await terminal.sees(/vertex source +×2 +RUNNING +busy - +2 running/);
  map = { state: 'measured', value: 852 };
  await terminal.sees(/vertex map +×2 +RUNNING +busy 85% +2 running/);
  await terminal.sees(/vertex done +×2 +FINISHED +2 running/);
  assert.deepEqual([...new Set(asked)].sort(), [
    `${id} map busyTimeMsPerSecond max`,
    `${id} source busyTimeMsPerSecond max`,
  ]);
  assert.equal(asked.length, 3, 'the one that was empty is asked for once more');
  terminal.keys('\x1b');
  await terminal.sees('┏━ 2 Jobs (2)');
  assert.deepEqual(session.needs().toSorted(), ['jobs', 'task-managers']);
});

test('a job whose JobMaster does not answer has the age of what is told of it, in its pane and in list', async () => {
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

test('a job page that is old says so', async () => {
  const never = () => new Promise<never>(() => {});
  const { terminal, session } = await open({ job: never, latestException: never, checkpoints: never });
  terminal.keys('2\r');
  await terminal.sees('asking Flink…');
  const job = { ...jobOverview({ name: 'TopSpeedWindowing' }), vertices: [] };
  const known = { value: job, readAt: Date.now() - 40_000, failure: undefined };
  session.change({ readings: new Map([[`job-detail/${id}`, known]]) });
  await terminal.sees(/2 Jobs › TopSpeedWindowing ━.*as of 4\ds ago/);
});

test('a job that cannot be read says why', async () => {
  const fail = async () => {
    throw new FlinkError('unreachable', 'The JobManager does not answer.');
  };
  const { terminal } = await open({ job: fail, latestException: fail, checkpoints: fail });
  terminal.keys('2\r');
  await terminal.sees('The JobManager does not answer.');
});

test('of a plan that is longer than the screen the warnings are seen at once, and PgDn shows the rest', async () => {
  const jobs = Array.from({ length: 30 }, (_, index) =>
    jobOverview({ name: `job-${index}`, id: `${index}`.padStart(32, '0') }),
  );
  const { terminal } = await open({ ...jobManager().flink, jobs: async () => jobs });
  terminal.keys(':cancel --all\r');
  await terminal.sees('! No savepoint is taken');
  await terminal.sees(/… 1 to \d+ of \d+ lines: PgUp and PgDn show the others/);
  assert.doesNotMatch(terminal.text(), /job-29 /);
  for (let page = 0; page < 10; page += 1) terminal.keys('\x1b[6~');
  await terminal.sees(/job-29 /);
  await terminal.sees('Type my-first-flink-cluster to do it:');
  terminal.keys('\x1b');
  await terminal.sees('not done: Cancel 30 jobs');
});

test('a second act while the first is still being read about is told to wait', async () => {
  const { terminal } = await open({ ...jobManager().flink, config: () => new Promise(() => {}) });
  terminal.keys('2x');
  await terminal.sees(/reading what it will hit/);
  terminal.keys('p');
  await terminal.sees('cancel is still reading what it will hit: one question at a time');
});

test('logs takes the end of a name, and filters for the pane', async () => {
  const { session, terminal } = await open();
  terminal.keys(':logs taskmanager-1-2 --level WARN --grep /timeout/ --exclude heartbeat\r');
  await terminal.sees('3 Logs of taskmanager-1-2 · WARN and above · /timeout/ · !"heartbeat"');
  await terminal.until('its log', () => session.followed().join().endsWith('1-2'));
});

test('what only a shell can do with logs is refused, and nothing changes', async () => {
  const { terminal } = await open();
  terminal.keys(':logs --tail 5\r');
  await terminal.sees('--tail is for a shell');
  await terminal.sees('flink-tui logs my-first-flink-cluster -n flink --tail 5');
  terminal.keys('\x1b');
  await terminal.sees('3 Logs of 7d9c8b6f4-x2x9k');
});
