import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { findCommand } from '../../../src/commands/table.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { describeEntry } from '../../../src/session/journal/describe-entry.ts';
import type { JournalEntry } from '../../../src/session/journal/entry.ts';
import { findJournals } from '../../../src/session/journal/store/find-journals.ts';
import { readJournal } from '../../../src/session/journal/store/read-journal.ts';
import { countProblems } from '../../../src/session/journal/timeline/count-problems.ts';
import { watchSession } from '../../../src/session/watch/watch-session.ts';
import { createLocalState } from '../../../src/shell/program/local-state.ts';
import { runSubcommand } from '../../../src/shell/program/subcommand.ts';
import { fakeStreams } from '../../shell/fake-streams.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Starts a demo with a job that restarted more than 20 times and was then cancelled. */
async function restartedJob(t: TestContext) {
  const demo = await startDemo({ speed: 100, scenario: { jobs: 'none' } });
  t.after(() => demo.close());
  const { clusterId, namespace } = demo;
  const signal = AbortSignal.timeout(60_000);
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  t.after(() => kubernetes.close());
  const connect = () => connectSession(kubernetes, { clusterId, namespace }, signal);
  const local = createLocalState({ XDG_STATE_HOME: await temporaryFolder(t) });

  const { flink, close } = await connect();
  const id = demo.submitJob('orders', { failEveryMs: 500 });
  /** The demo's failures are numbered: `not a number: 2400`. */
  const restarts = async () => {
    const newest = (await flink.exceptions(id, signal)).at(-1);
    return Number(/\d+/.exec(newest?.message ?? '')?.[0] ?? 0) / 100;
  };
  await eventually('restarts', async () => (await restarts()) > 20, { everyMs: 100 });
  await flink.cancel(id, signal);
  await eventually('the end', async () => (await flink.jobState(id, signal)) === 'CANCELED');
  const total = await restarts();
  await close();

  const entries = async (): Promise<readonly JournalEntry[]> => {
    const { context } = kubernetes;
    const [found] = await findJournals(local.journals, { clusterId, namespace, context });
    return found === undefined ? [] : (await readJournal(found.folder)).entries;
  };
  return {
    id,
    total,
    entries,
    restartsIn: async () => (await entries()).filter(({ kind }) => kind === 'failure' || kind === 'restarts'),
    record: async (by: string) =>
      watchSession(await connect(), { journal: { root: local.journals, by, bytes: 64 * 2 ** 20 } }),
    timeline: async (...args: readonly string[]) => {
      const streams = fakeStreams();
      const command = findCommand('timeline');
      assert.ok(command);
      await runSubcommand(command, args, connect, { streams, format: 'text', signal, local });
      return streams.out();
    },
  };
}

test('restarts that Flink no longer lists are counted once, by timeline and by several recorders', async (t) => {
  const { total, entries, restartsIn, record, timeline } = await restartedJob(t);
  const missing = new RegExp(
    `^.* ! +orders +about ${total - 16} more restarts between .*, no longer listed by Flink$`,
    'm',
  );
  const fresh = await timeline('--kind', 'failure');
  assert.match(fresh, missing);
  assert.match(fresh, new RegExp(`first of about ${total}: no longer listed by Flink`));
  assert.deepEqual(await entries(), [], 'timeline stores nothing');

  const recorders = [await record('ann@laptop'), await record('bob@laptop')];
  await eventually('the restarts', async () => (await restartsIn()).length > 16);
  await Promise.all(recorders.map((recorder) => recorder.close()));
  const again = await record('ann@laptop');
  await eventually('the history of the job', () => again.store.getState().readings.size > 2);
  await again.close();

  const [first, ...failures] = await restartsIn();
  assert.deepEqual(countProblems([first, ...failures].filter((entry) => entry !== undefined)), {
    count: total,
    accuracy: 'about',
  });
  assert.equal(first?.kind, 'restarts');
  assert.match(describeEntry(first).text, new RegExp(`^about ${total - 16} more restarts between `));
  assert.deepEqual(
    failures.map((entry) => entry.kind === 'failure' && entry.restart),
    Array.from({ length: 16 }, (_, index) => total - 15 + index),
  );
  assert.match(await timeline('--kind', 'failure'), missing);
  const [burst, newest] = JSON.parse(await timeline('--kind', 'failure', '-o', 'json'));
  assert.deepEqual([burst.kind, burst.count, burst.accuracy], ['burst', total, 'about']);
  assert.deepEqual([burst.first.count, burst.before, newest.restart], [total - 16, [], total]);
  assert.equal(burst.first.from, new Date((first as { from: number }).from).toISOString());
});
