import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';

let demo: Demo;
beforeEach(async () => {
  demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
});
afterEach(() => demo.close());

function open(size = { columns: 120, rows: 40 }) {
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const connect = async () => connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const attach = async (_: unknown, signal: AbortSignal) =>
    watchSession(await connectSession(await connect(), target, signal));
  return openScreen({ target, source: { attach } }, size);
}

/** Opens the screen with two running jobs, of which only the second takes checkpoints. */
async function openWithJobs(size?: { readonly columns: number; readonly rows: number }) {
  const ids = [demo.submitJob('Orders', { checkpoints: false }), demo.submitJob('Clicks', { checkpoints: true })];
  const screen = open(size);
  await screen.header.shows('2 running');
  return { screen, ids: ids.map((id) => id.slice(0, 8)) };
}

const running = [/Orders .*RUNNING 2\/2/, /Clicks .*RUNNING 2\/2/] as const;
const deletions = () => demo.requests().filter(({ method }) => method === 'DELETE');
const savepoints = () =>
  demo.restRequests().filter(({ method, path }) => method === 'POST' && path.endsWith('/savepoints'));

test('the dialog of cancel is red and names the job, its loss and the answers', async () => {
  const { screen, ids } = await openWithJobs();
  await screen.jobs.select('Orders');
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled(`! Cancel Orders (${ids[0]})?`);
  await screen.dialog.paints('┏━ ! Cancel', 'red');
  await screen.dialog.paints('! No savepoint is taken', 'yellow');
  await screen.dialog.shows('Cancels 1 job', new RegExp(`Orders ${ids[0]} RUNNING state will be lost \\d/\\d tasks`));
  await screen.dialog.paints('state will be lost', 'red');
  await screen.dialog.offers(['▶ Keep running', '  Cancel job']);
  await screen.dialog.paints('Cancel job', 'red');
  await screen.footer.shows('y cancel job n keep running');
  await screen.dialog.decline();
  await screen.message('Nothing changed: Orders keeps running');
});

for (const size of [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 },
]) {
  test(`the dialog of stop shows the warning, a job and the question at ${size.columns}x${size.rows}`, async () => {
    const { screen, ids } = await openWithJobs(size);
    screen.press('session.stop');
    await screen.dialog.isTitled(/^! Stop session cluster /);
    await screen.dialog.shows('! No savepoints are taken.', 'Ends 2 jobs', new RegExp(ids.join('|')));
    await screen.dialog.hasSwitches(['[ ] take savepoints first']);
    await screen.dialog.shows(`Type ${demo.clusterId} to confirm:`);
    await screen.footer.shows('Esc keep running');
  });
}

test('a typed stop without a job asks to stop the cluster, not the job under the cursor', async () => {
  const { screen } = await openWithJobs();
  await screen.jobs.select('Orders');
  screen.commandLine.run('stop');
  await screen.dialog.isTitled(/^! Stop session cluster /);
  await screen.dialog.shows('Ends 2 jobs');
});

test('the switch of stop takes savepoints before the cluster is deleted, and keeps the typed word', async () => {
  const { screen } = await openWithJobs();
  await screen.jobs.contains(...running);
  screen.press('session.stop');
  await screen.dialog.shows('! No savepoints are taken.', 'state will be lost');
  await screen.dialog.type(demo.clusterId);
  await screen.dialog.toggle('take savepoints first');
  await screen.dialog.hasSwitches(['[x] take savepoints first']);
  await screen.dialog.shows('Takes a savepoint of 2 jobs, then ends them');
  await screen.dialog.showsNo('No savepoints are taken');
  await screen.dialog.showsNo('state will be lost');
  await screen.dialog.shows(`Type ${demo.clusterId} to confirm: ${demo.clusterId}`);
  assert.deepEqual([savepoints(), deletions()], [[], []]);
  await screen.dialog.confirm();
  const { lines } = await screen.terminal.exit;
  assert.match(
    lines.join('\n'),
    /^Savepoint of Orders .*: file:.*\n?Savepoint of Clicks .*: file:|^Savepoint of Clicks .*: file:.*\n?Savepoint of Orders .*: file:/m,
  );
  assert.equal(savepoints().length, 2);
  assert.equal(deletions().length, 1);
});

test('a switch that cannot be checked shows the reason and switches back', async () => {
  const { screen } = await openWithJobs();
  await screen.jobs.contains(...running);
  screen.press('session.stop');
  await screen.dialog.hasSwitches(['[ ] take savepoints first']);
  await demo.fault({ kind: 'rest', mode: 'unavailable' });
  await screen.dialog.toggle('take savepoints first');
  await screen.dialog.paints('! option not changed: Service temporarily unavailable', 'red');
  await screen.dialog.hasSwitches(['[ ] take savepoints first']);
  await screen.dialog.shows('! No savepoints are taken.', `Type ${demo.clusterId} to confirm:`);
  await demo.fault({ kind: 'rest', mode: 'ok' });
  await screen.dialog.toggle('take savepoints first');
  await screen.dialog.hasSwitches(['[x] take savepoints first']);
  await screen.dialog.shows('Takes a savepoint of 2 jobs');
  await screen.dialog.showsNo('! option not changed: Service temporarily unavailable');
});

test('a plan that is still being checked cannot be confirmed, and a later change replaces the check', async () => {
  const { screen } = await openWithJobs();
  await screen.jobs.contains(...running);
  screen.press('session.stop');
  await screen.dialog.hasSwitches(['[ ] take savepoints first']);
  await demo.fault({ kind: 'rest', mode: 'silent' });
  await screen.dialog.toggle('take savepoints first');
  await screen.dialog.shows('[x] take savepoints first', 'checking what is affected…');
  await screen.dialog.type(demo.clusterId);
  await screen.dialog.confirm();
  await screen.message('wait: still checking what is affected');
  await demo.fault({ kind: 'rest', mode: 'ok' });
  await screen.dialog.toggle('take savepoints first');
  await screen.dialog.showsNo('checking what is affected…');
  await screen.dialog.hasSwitches(['[ ] take savepoints first']);
  await screen.dialog.shows('! No savepoints are taken.', `to confirm: ${demo.clusterId}`);
  assert.deepEqual([savepoints(), deletions()], [[], []]);
});

test('the switches of a level change its plan, and the shown plan is carried out', async () => {
  const { screen } = await openWithJobs();
  screen.commandLine.run('log-level org.late DEBUG --no-wait');
  await screen.dialog.isTitled('Set org.late to DEBUG?');
  await screen.dialog.offers(['▶ Keep INFO', '  Set DEBUG']);
  await screen.dialog.hasSwitches(['[ ] revert after 10m', '[ ] reload the file every 5 s until the revert']);
  await screen.dialog.paints('+ logger.', 'green');
  await screen.dialog.toggle('reload the file every 5 s until the revert');
  await screen.dialog.shows('+ monitorInterval=5');
  await screen.dialog.paints('- monitorInterval=30', 'red');
  await screen.dialog.toggle('revert after 10m');
  await screen.dialog.hasSwitches(['[x] revert after 10m', '[x] reload the file every 5 s until the revert']);
  await screen.dialog.shows('Reverts automatically after 10m');
  await screen.dialog.confirm();
  await screen.toast.shows(/late.*DEBUG/);
});
