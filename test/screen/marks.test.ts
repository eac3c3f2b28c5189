import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobOverview } from '../../src/flink/responses.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const job = (name: string, letter: string, part: Partial<JobOverview> = {}) =>
  jobOverview({ name, id: letter.repeat(32), ...part });
const orders = job('orders', 'a');
const clicks = job('clicks', 'b');
const ads = job('ads', 'c');
const ended = job('ended', 'd', { state: 'FINISHED', endTime: Date.now() });

/** A cluster whose jobs can be cancelled at once. `cancelled` and `savepoints` list the requests. */
async function open() {
  let jobs: readonly JobOverview[] = [orders, clicks, ads, ended];
  const cancelled: string[] = [];
  const savepoints: string[] = [];
  const session = fakeSession(sessionSnapshot({ jobs }), {
    jobs: async () => jobs,
    config: async () => ({ flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true }),
    checkpoints: async () => ({ enabled: false }),
    job: () => new Promise(() => {}),
    cancel: async (id) => {
      cancelled.push(id);
      change(id, 'CANCELED');
    },
    triggerSavepoint: async (id) => {
      savepoints.push(id);
      return 'trigger';
    },
    savepointStatus: async () => ({ state: 'completed', path: 's3://savepoints/savepoint-1' }),
  });
  const change = (id: string, state: JobOverview['state']) => {
    jobs = jobs.map((other) => (other.id === id ? { ...other, state, endTime: Date.now() } : other));
    session.change({ jobs });
  };
  const remove = (id: string) => {
    jobs = jobs.filter((other) => other.id !== id);
    session.change({ jobs });
  };
  const screen = openScreen({ target, source: { attach: async () => session } });
  await screen.jobs.contains('orders');
  return { screen, cancelled, savepoints, change, remove };
}

test('marks two jobs and cancels exactly these', async () => {
  const { screen, cancelled } = await open();
  await screen.jobs.mark('orders', 'ads');
  await screen.jobs.isTitled('2 Jobs (4) · 2 marked');
  await screen.jobs.shows([/^ ●orders /, /^ {2}clicks /, /^ ●ads /, /^▶ ended /]);
  await screen.footer.shows('x cancel 2');
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled('Cancel 2 jobs?');
  await screen.dialog.shows(/orders/, /ads/);
  await screen.dialog.showsNo('clicks');
  await screen.dialog.confirm();
  await screen.toast.shows('Cancelled 2 jobs');
  assert.deepEqual(cancelled.toSorted(), [orders.id, ads.id]);
  await screen.jobs.isTitled('2 Jobs (4) · 2 marked');
  screen.press('toast.dismiss');
  await screen.toast.count(0);
  screen.press('screen.back');
  await screen.jobs.isTitled('2 Jobs (4)');
  await screen.footer.shows(/x cancel(?! \d)/);
});

test('keeps the mark of a job that ends, so that no key acts on the job under the cursor', async () => {
  const { screen, cancelled, change } = await open();
  await screen.jobs.mark('orders');
  await screen.footer.shows('x cancel 1');
  change(orders.id, 'FAILED');
  await screen.jobs.shows([/^ ●orders failed .*FAILED/, /^▶ clicks /, /^ {2}ads /, /^ {2}ended /]);
  await screen.jobs.isTitled('2 Jobs (4) · 1 marked');
  for (const action of ['job.cancel', 'job.stop', 'job.savepoint']) {
    await screen.jobs.press(action);
    await screen.message('orders is already FAILED');
    await screen.jobs.isFocused();
  }
  await screen.toast.count(0);
  screen.press('screen.back');
  await screen.jobs.isTitled('2 Jobs (4)');
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled(/^! Cancel clicks /);
  assert.deepEqual(cancelled, []);
});

test('says so if the only marked job is no longer listed', async () => {
  const { screen, remove } = await open();
  await screen.jobs.mark('orders');
  remove(orders.id);
  await screen.message('The marked job is gone');
  await screen.jobs.isTitled('2 Jobs (3)');
  await screen.footer.shows(/x cancel(?! \d)/);
});

test('acts only on marked jobs that qualify, and shows the reason if none does', async () => {
  const { screen } = await open();
  await screen.jobs.press('jobs.mark-all');
  await screen.jobs.isTitled('2 Jobs (4) · 4 marked');
  await screen.footer.shows('x cancel 3');
  screen.press('screen.back');
  await screen.jobs.isTitled('2 Jobs (4)');
  await screen.jobs.mark('ended');
  await screen.jobs.press('job.cancel');
  await screen.message('ended is already FINISHED');
});

test('names the marked jobs on which a command cannot act', async () => {
  const { screen, change } = await open();
  change(clicks.id, 'RESTARTING');
  await screen.jobs.mark('orders', 'clicks', 'ads');
  await screen.footer.shows('s stop job 2');
  await screen.jobs.press('job.stop');
  await screen.dialog.isTitled('Stop 2 jobs with savepoints?');
  await screen.message('Not included: clicks is RESTARTING');
});

test('asks before it takes savepoints of several jobs', async () => {
  const { screen, savepoints } = await open();
  await screen.jobs.mark('orders', 'ads');
  await screen.jobs.press('job.savepoint');
  await screen.dialog.isTitled('Trigger savepoints of 2 jobs?');
  await screen.dialog.shows('Takes a savepoint of 2 jobs', /orders/, /ads/);
  await screen.dialog.offers(['▶ Go back', '  Take 2 savepoints']);
  await screen.dialog.decline();
  await screen.message('Nothing changed: no savepoint is taken');
  assert.deepEqual(savepoints, []);
  await screen.jobs.press('job.savepoint');
  await screen.dialog.confirm();
  await screen.toast.shows('Savepoints of 2 jobs');
  assert.deepEqual(savepoints.toSorted(), [orders.id, ads.id]);
});

test('no key acts on a marked job that the filter hides', async () => {
  const { screen, savepoints } = await open();
  await screen.jobs.mark('orders', 'clicks');
  await screen.jobs.filter('clicks');
  await screen.jobs.isTitled('2 Jobs (1 of 4) /clicks · 2 marked, 1 hidden');
  await screen.footer.shows('p savepoint 1');
  await screen.jobs.press('job.savepoint');
  await screen.toast.shows('Savepoint of clicks');
  assert.deepEqual(savepoints, [clicks.id]);
});

test('Esc clears the filter first, then the marks', async () => {
  const { screen } = await open();
  await screen.jobs.filter('orders');
  await screen.jobs.mark('orders');
  await screen.jobs.isTitled('2 Jobs (1 of 4) /orders · 1 marked');
  screen.press('screen.back');
  await screen.jobs.isTitled('2 Jobs (4) · 1 marked');
  screen.press('screen.back');
  await screen.jobs.isTitled('2 Jobs (4)');
});

test('the page of a job acts on that job, not on the marked ones', async () => {
  const { screen } = await open();
  await screen.jobs.mark('orders', 'clicks');
  await screen.jobs.select('ads');
  await screen.jobs.press('job.open');
  await screen.job.isFocused();
  screen.press('job.cancel');
  await screen.dialog.isTitled(/^! Cancel ads /);
});

test('shows the logs of the marked job, and says so if there are several', async () => {
  const { screen } = await open();
  await screen.jobs.mark('orders');
  await screen.jobs.press('job.logs');
  await screen.logs.isTitled('job orders');
  await screen.noMessage('Showing the logs of one job only: orders');
  await screen.jobs.mark('clicks');
  await screen.jobs.press('job.logs');
  await screen.logs.isFocused();
  await screen.message('Showing the logs of one job only: orders');
  await screen.jobs.select('clicks');
  await screen.jobs.press('job.logs');
  await screen.logs.isTitled('job clicks');
  await screen.message('Showing the logs of one job only: clicks');
});
