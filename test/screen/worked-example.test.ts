import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { startProgram } from '../support/program.ts';
import { buildExample, checkExample, workedExample } from '../support/worked-example.ts';

test('a new view is one folder and one line in views.ts: its keys work, and the footer and the help name them', async (context) => {
  const example = await workedExample(context, 'Adding a view');
  assert.deepEqual(example.files, ['src/screen/hello/view.ts', 'src/screen/views.ts']);
  await Promise.all([checkExample(example), buildExample(example)]);

  const demo = await startDemo();
  context.after(() => demo.close());
  const program = join(example.folder, 'bin', 'flink-tui.js');
  const args = [program, 'attach', demo.clusterId, '--kubeconfig', demoKubeconfig(demo), '-n', demo.namespace];
  const screen = startProgram([], { columns: 240, command: { file: process.execPath, args } });
  context.after(() => screen.hangUp());
  await screen.sees('H hello');
  await screen.sees('live');
  screen.press('H');
  await screen.sees(`hello ${demo.clusterId}`);
  await screen.sees(/y copy .*\? help {2}Esc close/);
  screen.press('q');
  await screen.sees((rows) => !rows.includes(`hello ${demo.clusterId}`));
  screen.press('?');
  await screen.sees(/H +greet the cluster/);
  screen.press('qq');
  assert.equal((await screen.exited).exitCode, 0);
});
