import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { keepJournal } from '../../../src/session/journal/keep-journal.ts';
import { findJournals } from '../../../src/session/journal/store/find-journals.ts';
import { readJournal } from '../../../src/session/journal/store/read-journal.ts';
import { watchSession } from '../../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../../support/session.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('what the user does is in the journal with its outcome', async (t) => {
  let jobs = [jobOverview({ name: 'orders', id: 'a'.repeat(32) }), jobOverview({ name: 'clicks', id: 'b'.repeat(32) })];
  const session = fakeSession(sessionSnapshot({ jobs }), {
    jobs: async () => jobs,
    config: async () => ({ flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true }),
    checkpoints: async () => ({ enabled: false }),
    cancel: async (id) => {
      if (id.startsWith('b')) throw new Error('no leader');
      jobs = jobs.map((job) => (job.id === id ? { ...job, state: 'CANCELED', endTime: Date.now() } : job));
    },
    jobState: async (id) => jobs.find((job) => job.id === id)?.state ?? 'UNKNOWN',
  });
  const journal = keepJournal(session, () => undefined, { root: await temporaryFolder(t), by: 'ann@laptop' });
  const attached = { ...session, journal };
  const screen = openScreen({
    target: { clusterId: session.store.getState().clusterId },
    source: { attach: async () => attached },
  });
  for (const name of ['orders', 'clicks']) {
    await screen.jobs.contains(name);
    await screen.jobs.select(name);
    await screen.jobs.press('job.cancel');
    await screen.dialog.isTitled(`Cancel ${name}`);
    await screen.dialog.confirm();
    await screen.toast.shows(name);
  }
  const entries = journal
    .current()
    ?.entries()
    .filter((entry) => entry.kind === 'act');
  assert.deepEqual(
    entries?.map(({ by, title, outcome, detail }) => [by, title, outcome, detail].join(' | ')),
    [
      'ann@laptop | Cancel orders |  | ',
      'ann@laptop | Cancel orders | done | ',
      'ann@laptop | Cancel clicks |  | ',
      `ann@laptop | Cancel clicks | failed | clicks (${'b'.repeat(32)}): no leader`,
    ],
  );
  // Before the hooks, of which the first one deletes the folder.
  await journal.close();
});

test('stop of the cluster, which closes the screen, is in the journal with its outcome', async (t) => {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  t.after(async () => {
    await kubernetes.close();
    await demo.close();
  });
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const root = await temporaryFolder(t);
  const attach = async (_: unknown, signal: AbortSignal) =>
    watchSession(await connectSession(kubernetes, target, signal), { journal: { root, by: 'ann@laptop' } });
  const screen = openScreen({ target, source: { attach } });
  await screen.header.shows('Flink REST ● live');
  screen.press('session.stop');
  await screen.dialog.confirm();
  const { report } = await screen.terminal.exit;
  assert.equal(report, undefined);
  const [{ folder } = { folder: '' }] = await findJournals(root, { ...target, context: kubernetes.context });
  const { entries } = await readJournal(folder);
  assert.deepEqual(
    entries.flatMap((entry) => (entry.kind === 'act' ? [entry.outcome] : [])),
    [undefined, 'done'],
  );
});
