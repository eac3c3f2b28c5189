import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { startProgram } from '../support/program.ts';
import { runProgram } from '../support/run-program.ts';
import { applyExamples, checkAndBuild, type WorkedExamples } from '../support/worked-examples.ts';

const folder = mkdtempSync(join(tmpdir(), 'flink-tui-examples-'));
let examples: WorkedExamples;
let demo: Demo;

before(async () => {
  examples = await applyExamples(folder, ['Add a command', 'Add a view', 'Add a reading']);
  await checkAndBuild(examples);
  demo = await startDemo();
});
after(async () => {
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a new command changes at most four source files and works in every frontend without a screen', async () => {
  const files = examples.files.get('Add a command') ?? [];
  assert.ok(files.length > 0 && files.length <= 4, files.join());

  const run = async (words: string, input = '') => {
    const args = [...words.split(' '), '--kubeconfig', demoKubeconfig(demo), '-n', demo.namespace];
    const { stdout, stderr, exitCode } = await runProgram(args, { root: folder, input });
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  const id = demo.clusterId;
  assert.match(await run('help'), /^ {2}hello CLUSTER-ID \[JOB\] +Greet/m);
  assert.match(await run('help hello'), /^ +--shout +Use capital letters$/m);
  assert.equal(await run(`hello ${id}`), `hello ${id}\n`);
  assert.equal(await run(`hello ${id} orders --shout`), 'HELLO ORDERS\n');
  assert.deepEqual(JSON.parse(await run(`hello ${id} -o json`)), { greeting: `hello ${id}` });
  assert.equal(
    await run(`attach ${id}`, 'hello\nhello orders\nhelp hello\n').then((out) => out.split('\nhello: ')[0]),
    `hello ${id}\nhello orders`,
  );
  const complete = async (words: string) =>
    (await runProgram(['complete', '--', ...words.split(' ')], { root: folder })).stdout;
  assert.equal(
    await complete('hel'),
    'hello\tGreet the cluster or a job\nhelp\tPrint help for flink-tui or a subcommand\n',
  );
  assert.equal(await complete(`hello ${id} --sh`), '--shout\tUse capital letters\n');
});

test('a new view needs a folder and a line in views.ts, and its key is in the footer and the help', async (context) => {
  assert.deepEqual(examples.files.get('Add a view'), ['src/screen/hello/view.ts', 'src/screen/views.ts']);

  const screen = attach(context);
  await screen.sees('H hello');
  await screen.sees('live');
  screen.press('H');
  await screen.sees(`hello ${demo.clusterId}`);
  await screen.sees(/y copy .*\? help {2}Esc close/);
  screen.press('q');
  await screen.sees((rows) => !rows.includes(`hello ${demo.clusterId}`));
  screen.press('?');
  await screen.sees(/H +Greet the cluster/);
  screen.press('qq');
  assert.equal((await screen.exited).exitCode, 0);
});

test('a new reading changes at most five source files', async (context) => {
  const files = examples.files.get('Add a reading') ?? [];
  assert.ok(files.length > 0 && files.length <= 5, files.join());

  const screen = attach(context);
  await screen.sees('RUNNING');
  screen.press('2\r');
  await screen.sees(/default parallelism \d/);
  const requestCount = () =>
    demo.restRequests().filter(({ path }) => path.endsWith('/config') && path.includes('/jobs/')).length;
  const first = requestCount();
  assert.ok(first > 0);
  await screen.sees(() => requestCount() > first);
});

/** Attaches to the demo with the program that contains the worked examples. */
function attach(context: TestContext) {
  const program = join(folder, 'bin', 'flink-tui.js');
  const args = [program, 'attach', demo.clusterId, '--kubeconfig', demoKubeconfig(demo), '-n', demo.namespace];
  const screen = startProgram([], { columns: 240, command: { file: process.execPath, args } });
  context.after(() => screen.hangUp());
  return screen;
}
