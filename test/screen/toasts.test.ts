import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { FlinkError } from '../../src/flink/error.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../support/session.ts';

const noSignal = new AbortController().signal;

/** Opens the screen on a demo with one running job. */
async function openDemo({ hasSavepointDirectory = true } = {}) {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none', hasSavepointDirectory } });
  demo.submitJob('orders', { checkpoints: true });
  const attach = async () => {
    const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
    return watchSession(await connectSession(kubernetes, demo, noSignal));
  };
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const screen = openScreen({ target, source: { attach } });
  await screen.jobs.contains(/orders .*RUNNING (\d+)\/\1/);
  return { demo, screen };
}

test('a savepoint is a toast, a row of the activity list and a line of the report at the end', async (context) => {
  const { demo, screen } = await openDemo();
  context.after(demo.close);
  await screen.jobs.press('job.savepoint');
  await screen.toast.shows('✓ Done', /Savepoint of orders: [\d.]+ [KM]?i?B in [\d.]+ s/, 'y copies the path');
  await screen.jobs.isFocused();
  screen.press('toast.copy');
  await screen.message(/^Copied: file:\/\S+savepoint-/);
  const path = /Copied: (\S+)/.exec(screen.terminal.text())?.[1] ?? '';
  await screen.copied(path);
  screen.activities.open();
  await screen.toast.count(0);
  await screen.activities.shows([/^▶ \d\d:\d\d:\d\d [\d.]+ s ✓ done Savepoint of orders: /, '', `  ${path}`]);
  await screen.activities.press('activities.copy');
  await screen.copied(path);
  await screen.activities.press('activities.close');
  screen.press('session.quit');
  const { report = [] } = await screen.terminal.exit;
  assert.deepEqual(
    report.map(({ kind, details }) => ({ kind, details })),
    [{ kind: 'done', details: [path] }],
  );
});

test('a failed savepoint is a toast with the next step, while the keys keep working', async (context) => {
  const { demo, screen } = await openDemo({ hasSavepointDirectory: false });
  context.after(demo.close);
  await screen.jobs.press('job.savepoint');
  await screen.toast.shows('✕ Failed', 'Savepoint of orders', '→ Set a savepoint directory with --savepoint-dir DIR');
  screen.press('pane.logs');
  await screen.logs.isFocused();
  screen.press('toast.dismiss');
  await screen.toast.count(0);
  await screen.logs.isFocused();
  screen.press('session.quit');
  const { report = [] } = await screen.terminal.exit;
  assert.match(report[0]?.text ?? '', /^Savepoint of orders: .*savepoint-dir/);
  assert.deepEqual(report[0]?.details, ['Set a savepoint directory with --savepoint-dir DIR']);
});

const jobs = ['orders', 'clicks'].map((name) => jobOverview({ name, id: name.padEnd(32, '0') }));
const pathOf = (id: string) => `s3://savepoints/savepoint-${id.slice(0, 6)}`;

/** Opens the screen on two jobs whose savepoints the test completes. */
async function openTwoJobs(size = { columns: 120, rows: 40 }, env = {}) {
  const completed = new Set<string>();
  const refused = new Set<string>();
  const cancelled = new Set<string>();
  const flink: Partial<FlinkRest> = {
    jobs: async () => jobs.map((job) => (cancelled.has(job.id) ? { ...job, state: 'CANCELED' as const } : job)),
    checkpoints: async () => ({ enabled: false }),
    config: async () => ({ flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true }),
    triggerSavepoint: async () => 'trigger',
    savepointStatus: async (id) =>
      completed.has(id) ? { state: 'completed', path: pathOf(id) } : { state: 'in-progress' },
    cancel: async (id) => {
      if (refused.has(id)) throw new FlinkError('failed', 'the job is locked');
      cancelled.add(id);
    },
  };
  const session = fakeSession(sessionSnapshot({ jobs }), flink);
  const target = { clusterId: 'my-first-flink-cluster' };
  const screen = openScreen({ target, source: { attach: async () => session }, env }, size);
  await screen.terminal.sees(/orders|1 running/);
  const complete = (name: string) => completed.add(name.padEnd(32, '0'));
  const savepointOf = async (name: string) => {
    await screen.jobs.select(name);
    await screen.jobs.press('job.savepoint');
    await screen.message(new RegExp(`… Savepoint of ${name}: in progress`));
  };
  const refuse = (name: string) => refused.add(name.padEnd(32, '0'));
  return { screen, complete, savepointOf, cancelled, refuse };
}

test('two commands at once: both progress, both end in a toast, and y copies from the newer one', async () => {
  const { screen, complete, savepointOf } = await openTwoJobs();
  await savepointOf('orders');
  await savepointOf('clicks');
  await screen.message(/Savepoint of clicks: in progress, \ds \(2 running, press A to list them\)$/);
  screen.activities.open();
  await screen.activities.shows([
    /^▶ \S+ [\d.]+ s … running Savepoint of clicks: in progress$/,
    /^ {2}\S+ [\d.]+ s … running Savepoint of orders: in progress$/,
  ]);
  await screen.activities.press('activities.close');
  complete('clicks');
  await screen.toast.shows('Savepoint of clicks', pathOf('clicks'), 'y copies the path');
  complete('orders');
  await screen.toast.shows('Savepoint of orders', pathOf('orders'), 'y copies the path');
  await screen.toast.count(2);
  screen.press('toast.copy');
  await screen.copied(pathOf('orders'));
  screen.press('toast.dismiss');
  await screen.toast.count(0);
});

test('in a dialog, y answers the dialog and does not copy from a toast that arrives meanwhile', async () => {
  const { screen, complete, savepointOf, cancelled } = await openTwoJobs();
  await savepointOf('orders');
  await screen.jobs.select('clicks');
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled('Cancel clicks');
  await screen.dialog.canBeAnswered();
  complete('orders');
  await screen.message(`✓ Savepoint of orders: in …`);
  await screen.dialog.press('dialog.yes');
  await screen.toast.shows('Cancelled clicks');
  assert.deepEqual([...cancelled], ['clicks'.padEnd(32, '0')]);
  assert.doesNotMatch(screen.terminal.written(), /\x1b\]52;/);
});

test('a small zoomed pane shows the result above the footer, and y still copies it', async () => {
  const { screen, complete, savepointOf } = await openTwoJobs({ columns: 60, rows: 15 });
  await savepointOf('orders');
  screen.press('screen.zoom');
  complete('orders');
  await screen.message(/^✓ Savepoint of orders: in [\d.]+ s {2}s3:\/\/sav…\S*-orders$/);
  screen.press('toast.copy');
  await screen.copied(pathOf('orders'));
});

test('a command that succeeds for some jobs only shows a warning with counts and the reason', async () => {
  const { screen, refuse } = await openTwoJobs();
  refuse('clicks');
  screen.commandLine.run('cancel --all --yes');
  await screen.toast.shows(
    '! Partly done',
    'Cancelled 1 of 2 jobs',
    'clicks (clicks0',
    'the job is locked',
    'A details',
  );
  screen.press('session.quit');
  const { report = [] } = await screen.terminal.exit;
  assert.match(report[0]?.text ?? '', /^Cancelled 1 of 2 jobs: clicks .*: the job is locked$/);
});

test('a screen reader hears a result as one line', async () => {
  const { screen, complete } = await openTwoJobs({ columns: 200, rows: 60 }, { INK_SCREEN_READER: 'true' });
  complete('orders');
  screen.commandLine.run('savepoint orders');
  await screen.terminal.sees(`s. ${pathOf('orders')}`);
  const line = screen.terminal.rows().find((row) => row.includes(pathOf('orders')));
  assert.match(line ?? '', /^done: Savepoint of orders: in [\d.]+ s\. s3:\S+$/);
});

test('a screen reader hears the first of several failures and their number', async () => {
  const { screen, refuse } = await openTwoJobs({ columns: 200, rows: 60 }, { INK_SCREEN_READER: 'true' });
  refuse('orders');
  refuse('clicks');
  screen.commandLine.run('cancel --all --yes');
  await screen.terminal.sees('the job is locked');
  const line = screen.terminal.rows().find((row) => row.includes('the job is locked'));
  assert.match(line ?? '', /^failed: Cancel 2 jobs\. orders \(\w+\): the job is locked and 1 more$/);
});
