import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { startProgram } from '../support/program.ts';
import { buildExample, checkExample, type WorkedExample, workedExample } from '../support/worked-example.ts';

test('a new view needs one folder and one line in views.ts, and its keys appear in footer and help', async (context) => {
  const example = await workedExample(context, 'Adding a view');
  assert.deepEqual(example.files, ['src/screen/hello/view.ts', 'src/screen/views.ts']);
  await Promise.all([checkExample(example), buildExample(example)]);

  const { demo, screen } = await attach(context, example);
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

test('a new reading changes five source files at most', async (context) => {
  const example = await workedExample(context, 'Adding a reading');
  assert.ok(example.files.length > 0 && example.files.length <= 5, example.files.join());
  await Promise.all([checkExample(example), buildExample(example)]);

  const { demo, screen } = await attach(context, example);
  await screen.sees('RUNNING');
  screen.press('2\r');
  await screen.sees(/parallelism +\d/);
  const requestCount = () =>
    demo.restRequests().filter(({ path }) => path.endsWith('/config') && path.includes('/jobs/')).length;
  const first = requestCount();
  assert.ok(first > 0);
  await screen.sees(() => requestCount() > first);
});

/** Starts the program with the example on its own demo. */
async function attach(context: TestContext, { folder }: WorkedExample) {
  const demo = await startDemo();
  context.after(() => demo.close());
  const program = join(folder, 'bin', 'flink-tui.js');
  const args = [program, 'attach', demo.clusterId, '--kubeconfig', demoKubeconfig(demo), '-n', demo.namespace];
  const screen = startProgram([], { columns: 240, command: { file: process.execPath, args } });
  context.after(() => screen.hangUp());
  return { demo, screen };
}
