import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../src/flink/error.ts';
import type { Checkpoints, JobState } from '../../src/flink/responses.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import { openScreen, type ScreenDriver } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const id = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

const savepointPath = 's3://bucket/savepoints/savepoint-a1b2c3-0123456789ab';

/** Checkpoint statistics whose latest savepoint is this one. */
function statisticsWith(path: string, stateSize: number): Checkpoints {
  const latestSavepoint = { id: 8, triggeredAt: 0, completedAt: 1, durationMs: 1, stateSize, isSavepoint: true, path };
  const none = { latestCompleted: undefined, latestFailed: undefined, latestRestored: undefined, history: [] };
  return { enabled: true, completed: 1, failed: 0, inProgress: 0, restored: 0, latestSavepoint, ...none };
}

/** A JobManager with one job. Cancelling the job takes effect immediately. */
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
    savepointStatus: async () => ({ state: 'completed', path: savepointPath }),
    ...overrides,
  };
  return { flink, cancelled };
}

async function open(flink: Partial<FlinkRest> = {}) {
  const session = fakeSession(sessionSnapshot(), flink);
  const screen = openScreen({ target, source: { attach: async () => session } }, { columns: 80, rows: 24 });
  await screen.jobs.contains('TopSpeedWindowing');
  return { session, screen };
}

test('the cancel key asks for confirmation with the job name, and the default keeps the job running', async () => {
  const { flink, cancelled } = jobManager();
  const { screen } = await open(flink);
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled(/^! Cancel .*\?$/);
  await screen.dialog.shows('TopSpeedWindowing');
  await screen.dialog.offers(['▶ Keep running', '  Cancel job']);
  await screen.dialog.acceptDefault();
  await screen.message('Nothing changed: TopSpeedWindowing keeps running');
  assert.deepEqual(cancelled, []);
});

for (const [answer, confirm] of [
  ['y', ({ dialog }) => dialog.confirm()],
  [
    'the bytes of j and Enter in one chunk',
    async ({ terminal, dialog }) => {
      await dialog.canBeAnswered();
      terminal.keys('j\r');
    },
  ],
] as const satisfies readonly (readonly [string, (screen: ScreenDriver) => Promise<void>])[]) {
  test(`cancels the job after ${answer} in the dialog`, async () => {
    const { flink, cancelled } = jobManager();
    const { session, screen } = await open(flink);
    await screen.jobs.press('job.cancel');
    await screen.dialog.shows('Cancel job');
    await confirm(screen);
    await screen.toast.shows('✓ Done', 'Cancelled TopSpeedWindowing');
    await screen.jobs.isFocused();
    assert.deepEqual(cancelled, [id]);
    assert.equal(session.refreshes(), 1);
  });
}

test('cancels only the job under the cursor', async () => {
  const orders = jobOverview({ name: 'orders', id: 'b'.repeat(32) });
  const jobs = [
    jobOverview({ name: 'clicks', id: 'a'.repeat(32) }),
    orders,
    jobOverview({ name: 'ads', id: 'c'.repeat(32) }),
  ];
  const cancelled: string[] = [];
  const { flink } = jobManager({
    jobs: async () => jobs.map((job) => (cancelled.includes(job.id) ? { ...job, state: 'CANCELED' } : job)),
    jobState: async (job) => (cancelled.includes(job) ? 'CANCELED' : 'RUNNING'),
    cancel: async (job) => {
      cancelled.push(job);
    },
  });
  const { session, screen } = await open(flink);
  session.change({ jobs });
  await screen.jobs.select('orders');
  await screen.jobs.shows([
    '  clicks not assessed RUNNING 2/2 2m aaaaaaaa',
    '▶ orders not assessed RUNNING 2/2 2m bbbbbbbb',
    '  ads not assessed RUNNING 2/2 2m cccccccc',
  ]);
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled(/^! Cancel orders /);
  await screen.dialog.confirm();
  await screen.toast.shows('Cancelled orders');
  assert.deepEqual(cancelled, [orders.id]);
});

test('a toast shows the size and the path of a savepoint, y copies the path, and Esc closes the toast', async () => {
  const { flink } = jobManager({ checkpoints: async () => statisticsWith(savepointPath, 51_275_366) });
  const { screen } = await open(flink);
  await screen.jobs.press('job.savepoint');
  await screen.toast.shows(
    /Savepoint of TopSpeedWindowing: 48\.9 MiB in \d(\.\d)? s/,
    savepointPath,
    'y copies the path',
  );
  await screen.jobs.isFocused();
  await screen.footer.shows('y copy path');
  await screen.footer.showsNo('copy id');
  screen.press('toast.copy');
  await screen.copied(savepointPath);
  screen.press('toast.dismiss');
  await screen.toast.count(0);
  await screen.footer.showsNo('copy path');
  await screen.jobs.press('job.copy');
  await screen.copyMenu.isTitled('Copy from TopSpeedWindowing');
});

test('a toast without a known size shows only the time', async () => {
  const stale = statisticsWith('s3://bucket/savepoints/an-older-savepoint', 7);
  const { screen } = await open(jobManager({ checkpoints: async () => stale }).flink);
  await screen.jobs.press('job.savepoint');
  await screen.toast.shows(/Savepoint of TopSpeedWindowing: in \d(\.\d)? s/, savepointPath);
});

test('a typed command with --yes runs without confirmation', async () => {
  const { flink, cancelled } = jobManager();
  const { screen } = await open(flink);
  screen.commandLine.run('cancel --all --yes');
  await screen.toast.shows('Cancelled TopSpeedWindowing');
  assert.deepEqual(cancelled, [id]);
});

test("a failure shows Flink's message and the next step, while the keys keep working", async () => {
  const { flink } = jobManager({
    triggerSavepoint: async () => {
      throw new FlinkError('invalid', 'Config key [execution.checkpointing.savepoint-dir] is not set.');
    },
  });
  const { screen } = await open(flink);
  await screen.jobs.press('job.savepoint');
  await screen.toast.shows(
    '✕ Failed',
    'Savepoint of TopSpeedWindowing',
    'Config key [execution.checkpointing.savepoint-dir] is not set.',
    '→ Set a savepoint directory with --savepoint-dir DIR',
    'A details',
  );
  await screen.jobs.select('WordCount');
  screen.activities.open();
  await screen.activities.shows([
    /^▶ \S+ 0\.\d s ✕ failed Savepoint of TopSpeedWindowing: Config key/,
    '',
    '  Config key [execution.checkpointing.savepoint-dir] is not set.',
    '  → Set a savepoint directory with --savepoint-dir DIR',
  ]);
  await screen.activities.press('activities.open');
  await screen.result.shows('✕ failed', 'Config key', `:savepoint ${id}, started`);
  await screen.result.press('text.close');
  await screen.activities.press('activities.close');
  await screen.jobs.isFocused();
});

test('handles keys while a command runs', async () => {
  const { flink } = jobManager({ savepointStatus: async () => ({ state: 'in-progress' }) });
  const { screen } = await open(flink);
  await screen.jobs.press('job.savepoint');
  await screen.message(/^… Savepoint of TopSpeedWindowing: in progress, \ds$/);
  screen.press('pane.logs');
  await screen.logs.isFocused();
  screen.activities.open();
  await screen.activities.shows([/^▶ \S+ [\d.]+ s … running Savepoint of TopSpeedWindowing: in progress$/]);
  await screen.activities.press('activities.close');
  await screen.logs.isFocused();
  screen.press('session.quit');
  assert.deepEqual((await screen.terminal.exit).report, [
    { kind: 'running', text: 'Not finished: Savepoint of TopSpeedWindowing (in progress)', details: [] },
  ]);
});

test('SIGTERM also reports what still runs', async () => {
  const { flink } = jobManager({ savepointStatus: async () => ({ state: 'in-progress' }) });
  const { screen } = await open(flink);
  await screen.jobs.press('job.savepoint');
  await screen.message(/^… Savepoint of TopSpeedWindowing: in progress/);
  process.emit('SIGTERM', 'SIGTERM');
  const { lines, report } = await screen.terminal.exit;
  assert.deepEqual(lines, ['ended by SIGTERM']);
  assert.equal(report?.[0]?.text, 'Not finished: Savepoint of TopSpeedWindowing (in progress)');
});

test('a key of an unavailable action shows the reason', async () => {
  const { session, screen } = await open();
  await screen.jobs.select('WordCount');
  await screen.jobs.shows([
    '  TopSpeedWindowing not assessed RUNNING 2/2 2m a1b2c3d4',
    '▶ WordCount finished FINISHED 2/2 2m b1b2c3d4',
  ]);
  await screen.jobs.press('job.cancel');
  await screen.message(/already FINISHED/);
  session.change({ jobs: [] });
  await screen.jobs.contains('No jobs yet');
  await screen.jobs.press('job.stop');
  await screen.message('no job under the cursor');
});

test('runs a typed command and shows its result', async () => {
  const { screen } = await open();
  screen.commandLine.run('help');
  await screen.result.shows('cancel [JOB...]');
  await screen.result.press('text.close');
  await screen.result.isClosed();
});

test('over a result, pane keys show a message, and the help and the command line still open', async () => {
  const { screen } = await open();
  screen.commandLine.run('help list');
  await screen.result.shows('Usage: list');
  screen.press('job.cancel');
  await screen.message('press Esc to close this view first');
  screen.press('help.open');
  await screen.help.shows('Everywhere');
  await screen.help.press('help.close');
  await screen.help.isClosed();
  await screen.result.shows('Usage: list');
  screen.press('job.cancel');
  await screen.message('press Esc to close this view first');
  await screen.result.press('text.command');
  await screen.commandLine.replace('help stop');
  await screen.result.shows('Usage: stop');
  await screen.noMessage('press Esc to close this view first');
  await screen.result.press('text.close');
  await screen.result.isClosed();
  await screen.jobs.contains('TopSpeedWindowing');
});

test('shows the result of a command in front of the list in which the command was typed', async () => {
  const { screen } = await open();
  screen.press('forwards.show');
  await screen.forwards.press('forwards.command');
  await screen.commandLine.replace('help list');
  await screen.result.shows('Usage: list');
  await screen.result.press('text.close');
  await screen.result.isClosed();
  await screen.forwards.isFocused();
});

test('an unknown command stays on the command line, with a suggestion', async () => {
  const { screen } = await open();
  screen.commandLine.run('cancle x');
  await screen.footer.shows("unknown command 'cancle'", 'Did you mean cancel?');
  await screen.commandLine.shows(':cancle x');
  await screen.commandLine.replace('help');
  await screen.result.shows('cancel [JOB...]');
});

test('completes commands, then jobs', async () => {
  const { screen } = await open();
  screen.press('command-line.open');
  screen.commandLine.type('ca');
  screen.press('command-line.complete');
  await screen.commandLine.shows(':cancel ');
  screen.commandLine.type('Top');
  screen.press('command-line.complete');
  await screen.commandLine.shows(':cancel TopSpeedWindowing ');
  screen.commandLine.clear();
  screen.commandLine.type('s');
  screen.press('command-line.complete');
  await screen.footer.shows(/savepoint .*stop/);
  screen.commandLine.type('zzz');
  screen.press('command-line.complete');
  await screen.footer.shows('no completions');
});

test('rejects an empty argument and keeps the line for correction', async () => {
  const { screen } = await open(jobManager().flink);
  screen.commandLine.run('stop ""');
  await screen.footer.shows('stop requires a non-empty JOB');
  await screen.commandLine.shows(':stop ""');
  assert.equal(screen.dialog.frame(), undefined);
});

test('Up recalls earlier lines, and Down returns to the unfinished line', async () => {
  const { screen } = await open();
  for (const command of ['list', 'stop']) {
    screen.commandLine.run(`help ${command}`);
    await screen.result.shows(`Usage: ${command}`);
    await screen.result.press('text.close');
    await screen.result.isClosed();
  }
  screen.press('command-line.open');
  screen.commandLine.type('draft');
  screen.press('command-line.older', 'up');
  await screen.commandLine.shows(':help stop');
  screen.press('command-line.older', 'up');
  await screen.commandLine.shows(':help list');
  screen.press('command-line.newer', 'down');
  screen.press('command-line.newer', 'down');
  await screen.commandLine.shows(':draft');
});

test('pasting into the command line runs nothing', async () => {
  const { screen } = await open();
  screen.terminal.keys(':\x1b[200~help\rstop\r\x1b[201~');
  await screen.commandLine.shows(':help stop ');
  await screen.footer.shows('Esc close');
});

test('logs POD shows the log of the pod in the logs pane', async () => {
  const { session, screen } = await open();
  screen.commandLine.run('logs my-first-flink-cluster-taskmanager-1-2');
  await screen.logs.isFocused();
  await screen.logs.isTitled('3 Logs of taskmanager-1-2');
  await screen.terminal.until('the log to be followed', () => session.followed().join().endsWith('1-2'));
});

test('Enter opens the page of a job, and Esc goes back', async () => {
  const job = jobOverview({ name: 'TopSpeedWindowing' });
  const { screen } = await open({
    job: async () => ({
      ...job,
      vertices: [
        {
          id: 'v',
          name: 'Source: Events',
          parallelism: 2,
          status: 'RUNNING',
          tasks: { RUNNING: 2 },
          inputs: [],
          counters: undefined,
        },
      ],
    }),
    checkpointConfig: async () => undefined,
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
      latestRestored: undefined,
      history: [],
    }),
  });
  await screen.jobs.press('job.open');
  await screen.job.isTitled('2 Jobs › TopSpeedWindowing');
  await screen.job.shows(
    /RUNNING not assessed started /,
    / checkpoint \ds ago, 2\.0 KiB/,
    `id ${id}`,
    '● Source: Events 2 – running',
    'no load yet: Flink has no metrics of all tasks',
  );
  await screen.job.press('job.close');
  await screen.jobs.isFocused();
  await screen.jobs.isTitled('2 Jobs (2)');
});

test('job JOB opens the page of the job', async () => {
  const { screen } = await open();
  screen.commandLine.run('job TopSpeedWindowing');
  await screen.job.shows('[Overview]', `id ${id}`);
});

test('shows the age of the data if a JobMaster does not respond, in the jobs pane and in list', async () => {
  const { screen, session } = await open({ jobs: async () => [jobOverview({ name: 'Listed', id: 'f'.repeat(32) })] });
  await screen.jobs.shows([
    '▷ TopSpeedWindowing not assessed RUNNING 2/2 2m a1b2c3d4',
    '  WordCount finished FINISHED 2/2 2m b1b2c3d4',
  ]);
  const { jobs = [] } = session.store.getState();
  session.change({
    jobs: jobs.map((job, index) => (index === 0 ? { ...job, unresponsiveSince: Date.now() - 40_000 } : job)),
  });
  await screen.jobs.shows([
    /^▷ TopSpeedWindowing unresponsive \(no answer from its JobMaster\) as of 4\ds ago/,
    /^ {2}WordCount finished/,
  ]);
  screen.commandLine.run('list --all');
  await screen.result.shows(/RUNNING f{32} Listed/, new RegExp(`RUNNING, as of 4\\ds ago ${id} TopSpeedWindowing`));
});

test('a job page marks stale data', async () => {
  const never = () => new Promise<never>(() => {});
  const { screen, session } = await open({ job: never, checkpoints: never, checkpointConfig: never });
  await screen.jobs.press('job.open');
  await screen.job.shows('loading…');
  const job = { ...jobOverview({ name: 'TopSpeedWindowing' }), vertices: [] };
  const known = { value: job, readAt: Date.now() - 40_000, failure: undefined };
  session.change({ readings: new Map([[`job-detail/${id}`, known]]) });
  await screen.job.isTitled(/^2 Jobs › TopSpeedWindowing as of 4\ds ago$/);
});

test('a job page shows the reason for a failed read', async () => {
  const fail = async () => {
    throw new FlinkError('unreachable', 'the JobManager does not respond');
  };
  const { screen } = await open({ job: fail, checkpoints: fail, checkpointConfig: fail });
  await screen.jobs.press('job.open');
  await screen.job.shows('the JobManager does not respond');
});

test('a plan longer than the screen starts with its warnings, and PgDn scrolls to the end', async () => {
  const jobs = Array.from({ length: 30 }, (_, index) =>
    jobOverview({ name: `job-${index}`, id: `${index}`.padStart(32, '0') }),
  );
  const { screen } = await open({ ...jobManager().flink, jobs: async () => jobs });
  screen.commandLine.run('cancel --all');
  await screen.dialog.shows('! No savepoint is taken', /… lines 1-\d+ of \d+, PgUp\/PgDn: scroll/);
  await screen.dialog.showsNo('job-29');
  for (let page = 0; page < 10; page += 1) screen.press('dialog.scroll', 'pagedown');
  await screen.dialog.shows('job-29', 'Type my-first-flink-cluster to confirm:');
  await screen.dialog.decline();
  await screen.message('Nothing changed: the 30 jobs keep running');
});

test('a second action is rejected while the first one is being planned', async () => {
  const { screen } = await open({ ...jobManager().flink, config: () => new Promise(() => {}) });
  await screen.jobs.press('job.cancel');
  await screen.message(/checking what is affected/);
  await screen.jobs.press('job.savepoint');
  await screen.message(/wait: cancel is still checking what is affected/);
});

test('logs accepts the end of a pod name and applies its filters to the pane', async () => {
  const { session, screen } = await open();
  screen.commandLine.run('logs taskmanager-1-2 --level WARN --grep /timeout/ --exclude heartbeat');
  await screen.logs.isTitled('3 Logs of taskmanager-1-2 · WARN+ · /timeout/ · !"heartbeat"');
  await screen.terminal.until('the log to be followed', () => session.followed().join().endsWith('1-2'));
});

test('rejects log options that only work in a shell and changes nothing', async () => {
  const { screen } = await open();
  screen.commandLine.run('logs --tail 5');
  await screen.result.shows(
    '--tail is not supported on the screen',
    'flink-tui logs my-first-flink-cluster -n flink --tail 5',
  );
  await screen.result.press('text.close');
  await screen.result.isClosed();
  await screen.logs.isTitled('3 Logs of 7d9c8b6f4-x2x9k');
});
