import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobOverview } from '../../../src/flink/responses.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';

const job = (name: string, letter: string, part: Partial<JobOverview> = {}) =>
  jobOverview({ name, id: letter.repeat(32), ...part });
const orders = job('orders', 'a');
const clicks = job('clicks', 'b');
const ended = job('ended', 'c', { state: 'FINISHED', endTime: Date.now() });

/** A cluster with three jobs and two pods. */
async function open() {
  const cancelled: string[] = [];
  const savepoints: string[] = [];
  let jobs: readonly JobOverview[] = [orders, clicks, ended];
  const pods = ['1', '2'].map((number) => podRow({ name: `my-first-flink-cluster-taskmanager-1-${number}` }));
  const session = fakeSession(sessionSnapshot({ jobs, pods }), {
    jobs: async () => jobs,
    config: async () => ({ flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true }),
    checkpoints: async () => ({ enabled: false }),
    job: () => new Promise(() => {}),
    cancel: async (id) => {
      cancelled.push(id);
    },
    triggerSavepoint: async (id) => {
      savepoints.push(id);
      return 'trigger';
    },
    savepointStatus: async () => ({ state: 'completed', path: 's3://savepoints/savepoint-1' }),
  });
  const remove = (id: string) => {
    jobs = jobs.filter((other) => other.id !== id);
    session.change({ jobs });
  };
  const screen = openScreen({
    target: { clusterId: 'my-first-flink-cluster' },
    source: { attach: async () => session },
  });
  await screen.jobs.contains('orders');
  const type = (line: string) => {
    screen.press('command-line.open');
    screen.commandLine.type(line);
  };
  return { screen, cancelled, savepoints, type, remove };
}

test('a command without its job acts on the job under the cursor, which the command line shows', async () => {
  const { screen, savepoints, cancelled, type } = await open();
  await screen.jobs.select('clicks');
  type('savepoint');
  await screen.commandLine.shows(':savepoint  → job clicks');
  screen.commandLine.accept();
  await screen.toast.shows('Savepoint of clicks');
  assert.deepEqual(savepoints, [clicks.id]);
  type('cancel --no-wait');
  await screen.commandLine.shows(':cancel --no-wait  → job clicks');
  screen.commandLine.accept();
  await screen.dialog.isTitled(/^! Cancel clicks/);
  await screen.dialog.decline();
  assert.deepEqual(cancelled, []);
});

test('the typed job, or an option that replaces it, wins over the selected one', async () => {
  const { screen, savepoints, type } = await open();
  await screen.jobs.select('clicks');
  type('cancel --all');
  await screen.commandLine.shows(':cancel --all');
  screen.commandLine.close();
  type('savepoint orders');
  await screen.commandLine.shows(':savepoint orders');
  screen.commandLine.accept();
  await screen.toast.shows('Savepoint of orders');
  assert.deepEqual(savepoints, [orders.id]);
});

test('commands that mean something else without a job take no selected job', async () => {
  const { screen, type } = await open();
  await screen.jobs.select('clicks');
  for (const line of ['stop', 'why', 'stop --savepoint']) {
    type(line);
    await screen.commandLine.shows(`:${line}`);
    screen.commandLine.close();
  }
});

test('a command acts on the marked jobs, and names those on which it cannot act', async () => {
  const { screen, type } = await open();
  await screen.jobs.mark('orders', 'clicks', 'ended');
  type('cancel');
  await screen.commandLine.shows(':cancel  → 2 marked jobs');
  screen.commandLine.accept();
  await screen.message('Not included: ended is already FINISHED');
  await screen.dialog.isTitled(/Cancel 2 jobs\?/);
});

test('a command for one job acts on the job of the page, or on the one under the cursor', async () => {
  const { screen, type } = await open();
  await screen.jobs.mark('orders', 'clicks');
  type('exceptions');
  await screen.commandLine.shows(':exceptions  → job ended');
  screen.commandLine.accept();
  await screen.job.isTitled(new RegExp(`^2 Jobs › ${ended.id}`));
  type('checkpoints');
  await screen.commandLine.shows(':checkpoints  → job ended');
});

test('a job command takes no job while another pane has the focus', async () => {
  const { screen, type } = await open();
  await screen.jobs.select('clicks');
  screen.press('pane.pods');
  await screen.pods.isFocused();
  type('savepoint');
  await screen.commandLine.shows(':savepoint');
  screen.commandLine.accept();
  await screen.footer.shows('savepoint requires a JOB');
});

test('a job that disappears while the line is typed is not replaced by the next one', async () => {
  const { screen, savepoints, type, remove } = await open();
  await screen.jobs.select('orders');
  type('savepoint');
  await screen.commandLine.shows(':savepoint  → job orders');
  remove(orders.id);
  await screen.jobs.isTitled('2 Jobs (2)');
  await screen.commandLine.shows(':savepoint  → job orders');
  screen.commandLine.accept();
  await screen.toast.shows(/no job/);
  assert.deepEqual(savepoints, []);
});

test('logs without a pod keeps the marked pods, as its key does', async () => {
  const { screen } = await open();
  await screen.pods.mark('taskmanager-1-1', 'taskmanager-1-2');
  screen.commandLine.run('logs');
  await screen.logs.isFocused();
  await screen.logs.isTitled('3 Logs of 2 pods');
});
