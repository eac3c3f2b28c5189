import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { segmentsIn } from '../session/journal/store/journal-fixtures.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { startProgram } from '../support/program.ts';
import { readTimelineData, startRecorder, type TimelineData } from '../support/recorder.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo({ speed: 20, scenario: { jobs: 'none', hasSavepointDirectory: false } });
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

/** Runs the built program with a state folder of its own. */
async function user(context: TestContext, given?: string) {
  const stateFolder = given ?? (await temporaryFolder(context));
  const run = (args: readonly string[], input = '') =>
    runProgram([...args, '--kubeconfig', kubeconfig], { input, env: { XDG_STATE_HOME: stateFolder } });
  const timeline = () => readTimelineData(demo.clusterId, { kubeconfig, stateFolder });
  return { stateFolder, run, timeline };
}

const textsOf = (items: readonly TimelineData[]) =>
  items.filter(({ kind }) => kind === 'act').map(({ by, title, outcome, detail }) => [by, title, outcome, detail]);

const me = new RegExp(`^${userInfo().username}@.`);

test('the timeline shows who cancelled a job and how a savepoint failed, of a cluster that nobody watched', async (t) => {
  const { run, timeline } = await user(t);
  const job = demo.submitJob('orders');
  const isRunning = async () => (await run(['savepoint', demo.clusterId, job, '--dry-run'])).exitCode === 0;
  await eventually('a running job', isRunning);
  const failed = await run(['savepoint', demo.clusterId, job]);
  assert.equal(failed.exitCode, 1, failed.stdout);
  const cancelled = await run(['cancel', demo.clusterId, job]);
  assert.equal(cancelled.exitCode, 0, cancelled.stderr);
  const items = await timeline();
  const [[by] = [], ...others] = textsOf(items);
  assert.match(`${by}`, me);
  assert.deepEqual(
    others.map(([, ...fields]) => fields.slice(0, 2)),
    [
      ['Savepoint of orders', 'failed'],
      ['Cancel orders', undefined],
      ['Cancel orders', 'done'],
    ],
  );
  assert.match(`${others[0]?.[3]}`, /savepoint/i);
  assert.deepEqual(
    items.filter(({ kind }) => kind === 'gap'),
    [],
  );
  const { stdout } = await run(['timeline', demo.clusterId, '--kind', 'act']);
  assert.match(stdout, /^\S+ +\S+@\S+ +Cancel orders done$/m);
  assert.match(stdout, /^Nobody has watched this cluster yet: only what users did and /m);
});

test('commands from standard input are in the timeline, each once, also while a recorder runs', async (t) => {
  const { run, timeline, stateFolder } = await user(t);
  const recorder = startRecorder([demo.clusterId], { kubeconfig, stateFolder });
  t.after(() => recorder.end('SIGKILL'));
  await eventually('the recorder', () => recorder.status().includes(': recording'), { everyMs: 100 });
  const jobs = [demo.submitJob('orders'), demo.submitJob('clicks')];
  const lines = ['list', ...jobs.map((job) => `cancel ${job}`), `cancel ${jobs[0]}`, 'list'];
  const { exitCode, stderr } = await run(['attach', demo.clusterId], lines.join('\n'));
  assert.equal(exitCode, 1, stderr);
  assert.equal(await recorder.end('SIGTERM'), 0);
  assert.deepEqual(
    textsOf(await timeline()).map(([, ...fields]) => fields.filter(Boolean).join(' ')),
    ['Cancel orders', 'Cancel orders done', 'Cancel clicks', 'Cancel clicks done'],
  );
});

test('Ctrl-C ends the act', async (t) => {
  const stateFolder = await temporaryFolder(t);
  // A JVM reads the level every 30 s, which is 50 minutes here.
  const slow = await startDemo({ speed: 0.01, scenario: { jobs: 'none' } });
  t.after(slow.close);
  const access = { kubeconfig: demoKubeconfig(slow), stateFolder };
  const args = ['log-level', slow.clusterId, 'root', 'DEBUG', '--kubeconfig', access.kubeconfig];
  const program = startProgram(args, { env: { XDG_STATE_HOME: stateFolder } });
  t.after(program.hangUp);
  await program.sees('[y/N]');
  program.press('y\r');
  await eventually('the start of the act', async () => (await segmentsIn(stateFolder)).length > 0);
  await program.sees(/live in 0/);
  program.press('\x03');
  assert.equal((await program.exited).exitCode, 130);
  const [, [, title, outcome] = []] = textsOf(await readTimelineData(slow.clusterId, access));
  assert.deepEqual([title, outcome], ['Set root to DEBUG', 'interrupted']);
});

test('a state folder that cannot be written does not affect the command, and the log file has the reason', async (t) => {
  const { stateFolder, run } = await user(t);
  await mkdir(join(stateFolder, 'flink-tui'));
  await writeFile(join(stateFolder, 'flink-tui', 'journal'), '');
  const [normal, withoutJournal, readOnly] = await Promise.all(
    [await user(t), { run }, await user(t, '/proc/flink-tui')].map((each) =>
      each.run(['cancel', demo.clusterId, demo.submitJob('orders'), '--no-wait']),
    ),
  );
  const withoutId = (text = '') => text.replaceAll(/[0-9a-f]{32}/g, 'ID');
  for (const result of [withoutJournal, readOnly]) {
    assert.equal(result?.exitCode, 0, result?.stderr);
    assert.equal(withoutId(result?.stdout), withoutId(normal?.stdout));
    assert.equal(withoutId(result?.stderr), withoutId(normal?.stderr));
  }
  const log = await readFile(join(stateFolder, 'flink-tui', 'flink-tui.log'), 'utf8');
  assert.equal(log.match(/act not saved in the journal: .*journal/g)?.length, 2, log);
});

test('acts in the demo are in its own journal, which ends with the demo', async (t) => {
  const stateFolder = await temporaryFolder(t);
  const input = 'log-level root DEBUG --no-wait\ntimeline --kind act\n';
  const { stdout } = await runProgram(['demo', '--speed', '20'], { input, env: { XDG_STATE_HOME: stateFolder } });
  assert.match(stdout, / Set root to DEBUG done/);
  assert.deepEqual(await segmentsIn(stateFolder), []);
});
