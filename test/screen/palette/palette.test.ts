import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobOverview } from '../../../src/flink/responses.ts';
import { readLoggingConfig } from '../../../src/logging-config/read-config.ts';
import { views } from '../../../src/screen/all-views.ts';
import { clusterSource, foundCluster } from '../../support/clusters.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';

const job = (name: string, letter: string, part: Partial<JobOverview> = {}) =>
  jobOverview({ name, id: letter.repeat(32), ...part });
const orders = job('Order enrichment', 'a');
const clicks = job('Clicks per customer', 'b');
const ended = job('Nightly backfill', 'c', { state: 'FINISHED', endTime: Date.now() });
const pods = [
  podRow({ name: 'my-first-flink-cluster-7d9c8b6f4-x2x9k', role: 'jobmanager', status: 'leader' }),
  podRow({ name: 'my-first-flink-cluster-taskmanager-1-1' }),
  podRow({ name: 'my-first-flink-cluster-taskmanager-1-2', status: 'OOM-killed', health: 'error' }),
];

async function open(size = { columns: 100, rows: 30 }) {
  const cancelled: string[] = [];
  const logging = { config: readLoggingConfig('log4j', 'rootLogger.level = INFO\n'), pending: undefined };
  const session = fakeSession(sessionSnapshot({ jobs: [orders, clicks, ended], pods, logging }), {
    jobs: async () => [orders, clicks, ended],
    config: async () => ({ flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true }),
    job: () => new Promise(() => {}),
    checkpoints: async () => ({ enabled: false }),
    cancel: async (id) => {
      cancelled.push(id);
    },
  });
  const screen = openScreen(
    {
      target: { clusterId: 'my-first-flink-cluster' },
      source: { attach: async () => session },
    },
    size,
  );
  await screen.header.shows('1 running');
  return { screen, session, cancelled };
}

for (const size of [
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
]) {
  test(`three letters find a job, and Enter opens it, at ${size.columns}x${size.rows}`, async () => {
    const { screen } = await open(size);
    await screen.palette.find('ord', /^▶ Order enrichment job · RUNNING/);
    await screen.job.isTitled(new RegExp(`^2 Jobs › ${orders.id}`));
    screen.press('job.close');
    await screen.jobs.isFocused();
    await screen.jobs.contains('▶ Order enrichment');
  });
}

test('an empty palette lists sick objects, then the actions of the pane', async () => {
  const { screen } = await open();
  screen.press('pane.jobs');
  await screen.jobs.isFocused();
  screen.palette.open();
  await screen.palette.contains(
    /^▶ taskmanager-1-2 pod · OOM-killed/m,
    /^ +Cancel the job or the marked jobs action x/m,
  );
  assert.match(screen.palette.rows()[1] ?? '', /^ *Cancel the job or the marked jobs/);
});

test('an action that was run is listed first', async () => {
  const { screen } = await open();
  await screen.palette.find('zoom', /^▶ Zoom the pane .* action z/);
  await screen.jobs.isClosed();
  screen.palette.open();
  await screen.palette.contains(/^▶ Zoom the pane/m);
  screen.palette.run();
  await screen.jobs.contains('Order enrichment');
});

test('a dangerous action opens the same question as its key, about the selected job', async () => {
  const { screen, cancelled } = await open();
  await screen.jobs.select('Clicks per customer');
  await screen.palette.find('cancel the', /^▶ Cancel the job or the marked jobs action x/);
  await screen.dialog.isTitled(/^! Cancel Clicks per customer/);
  await screen.dialog.offers(['▶ Keep running', '  Cancel job']);
  assert.deepEqual(cancelled, []);
  await screen.dialog.confirm();
  await screen.terminal.until('the cancelled job', () => cancelled.length > 0);
  assert.deepEqual(cancelled, [clicks.id]);
});

test('a disabled action shows the reason, and Enter shows it again and keeps the palette open', async () => {
  const { screen } = await open();
  await screen.jobs.select('Nightly backfill');
  await screen.palette.find('cancel the', /^▶ Cancel the job or the marked jobs ✕ the job is already FINISHED x/);
  await screen.message('the job is already FINISHED');
  await screen.palette.isFocused();
  screen.terminal.keys('x');
  await screen.noMessage('the job is already FINISHED');
});

test('a command with arguments opens the command line, where the selected job is the default', async () => {
  const { screen } = await open();
  await screen.jobs.select('Clicks per customer');
  await screen.palette.find('without a', /^▶ Cancel jobs without a savepoint command :cancel/);
  await screen.commandLine.shows(':cancel   → job Clicks per customer');
});

test('the start of a name comes before a match in a sentence', async () => {
  const { screen } = await open();
  screen.palette.open();
  await screen.palette.isFocused();
  screen.type('sav');
  await screen.palette.contains(
    /^▶ Trigger savepoints without stopping the jobs command :savepoint$/m,
    /^ +Cancel jobs without a savepoint command :cancel$/m,
  );
});

test('a command without arguments runs at once', async () => {
  const { screen } = await open();
  await screen.palette.find('list jobs', /^▶ List jobs command :list/);
  await screen.jobs.isFocused();
});

test('a pod is found by an abbreviation or its whole name, and gets the cursor although a filter hides it', async () => {
  const { screen } = await open();
  await screen.pods.filter('x2x9k');
  await screen.pods.isTitled('1 Pods (1 of 3)');
  await screen.palette.find('tm2', /^▶ taskmanager-1-2 pod · OOM-killed/);
  await screen.palette.isClosed();
  await screen.pods.isFocused();
  await screen.pods.contains(/^▶ taskmanager-1-2/m);
  await screen.palette.find('my-first-flink-cluster-taskmanager-1-1', /^▶ taskmanager-1-1 pod/);
  await screen.palette.isClosed();
  await screen.pods.contains(/^▶ taskmanager-1-1/m);
});

test('a job is found by the start of its id', async () => {
  const { screen } = await open();
  await screen.palette.find('bbbb', /^▶ Clicks per customer job/);
  await screen.job.isTitled(new RegExp(`^2 Jobs › ${clicks.id}`));
});

test('a logger opens the levels with the cursor on it', async () => {
  const { screen } = await open();
  await screen.palette.find('root', /^▶ root logger/);
  await screen.levels.contains(/^▶ root INFO/m);
});

test('a prefix narrows the search to jobs, pods or actions', async () => {
  const { screen } = await open();
  screen.palette.open();
  await screen.palette.isFocused();
  screen.type('#');
  await screen.palette.contains(/^▶ Order enrichment/m, 'Clicks per customer');
  await screen.palette.showsNo('taskmanager');
  screen.terminal.keys('\x7f@');
  await screen.palette.contains(/^▶ taskmanager-1-2/m, 'taskmanager-1-1');
  await screen.palette.showsNo('Order enrichment');
  screen.terminal.keys('\x7f>refresh');
  await screen.palette.contains(/^▶ Refresh now and retry failed connections action r/m);
});

test('pasted text is only inserted', async () => {
  const { screen } = await open();
  screen.palette.open();
  await screen.palette.isFocused();
  screen.terminal.keys('\x1b[200~quit\rq\n\x1b[201~');
  await screen.palette.contains(/^ › quit q/m);
  await screen.palette.isFocused();
});

test('moving in the typed text keeps the selected entry', async () => {
  const { screen } = await open();
  screen.palette.open();
  await screen.palette.isFocused();
  screen.type('taskm');
  await screen.palette.contains(/^▶ taskmanager-1-2/m);
  await screen.palette.press('palette.move', 'down');
  await screen.palette.contains(/^▶ taskmanager-1-1/m);
  screen.terminal.keys('\x1b[D');
  screen.palette.run();
  await screen.palette.isClosed();
  await screen.pods.contains(/^▶ taskmanager-1-1/m);
});

test('a text without a match says so, and Enter does nothing', async () => {
  const { screen } = await open();
  screen.palette.open();
  await screen.palette.isFocused();
  screen.type('qqqq');
  await screen.palette.contains('No action or object matches qqqq');
  screen.palette.run();
  await screen.palette.isFocused();
});

test('an object that is gone is not opened', async () => {
  const { screen, session } = await open();
  screen.palette.open();
  await screen.palette.isFocused();
  screen.type('ord');
  await screen.palette.contains(/^▶ Order enrichment/m);
  session.change({ jobs: [clicks], flinkVersion: '2.3.1' });
  await screen.header.shows('Flink 2.3.1');
  screen.palette.run();
  await screen.message('no longer there: Order enrichment');
});

test('over a list, its actions run in the list, and objects close it', async () => {
  const { screen } = await open();
  screen.press('levels.open');
  await screen.levels.isFocused();
  await screen.palette.find('zoom', /^▶ Zoom the pane .* ✕ press Esc to close this view first z/);
  await screen.message('press Esc to close this view first');
  screen.press('palette.close');
  await screen.levels.isFocused();
  await screen.palette.find('filter by', /^▶ Filter by text action \//);
  await screen.footer.shows('Enter apply');
  screen.press('levels.clear-filter');
  await screen.palette.find('clicks', /^▶ Clicks per customer/);
  await screen.job.isTitled(new RegExp(`^2 Jobs › ${clicks.id}`));
});

test('over a question, nothing else can be opened', async () => {
  const { screen, cancelled } = await open();
  await screen.jobs.select('Clicks per customer');
  await screen.jobs.press('job.cancel');
  await screen.dialog.canBeAnswered();
  await screen.palette.find('ord', /^▶ Order enrichment ✕ answer the question first/);
  await screen.message('answer the question first');
  screen.press('palette.close');
  await screen.dialog.decline();
  assert.deepEqual(cancelled, []);
});

test('Ctrl-P stays the history of a prompt', async () => {
  const { screen } = await open();
  screen.commandLine.run('pods');
  screen.press('command-line.open');
  await screen.commandLine.shows(':');
  screen.terminal.keys('\x10');
  await screen.commandLine.shows(':pods');
});

test('the cluster picker finds a cluster', async () => {
  const session = fakeSession();
  const attached: string[] = [];
  const screen = openScreen({
    target: undefined,
    source: {
      attach: async ({ clusterId }) => {
        attached.push(clusterId);
        return session;
      },
    },
    clusters: clusterSource(async () => ['staging', 'production'].map((clusterId) => foundCluster({ clusterId }))),
  });
  await screen.picker.contains('production');
  await screen.palette.find('prod', /^▶ production cluster · flink/);
  await screen.jobs.contains('TopSpeedWindowing');
  assert.deepEqual(attached, ['production']);
});

test('the palette offers no action whose keys do different things', () => {
  const dependent = views.all
    .flatMap(({ bindings }) => bindings)
    .filter(({ run, isByKey }) => typeof run === 'function' && run.length > 2 && isByKey !== true);
  assert.deepEqual(
    dependent.map(({ action }) => action),
    [],
  );
});
