import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { runProgram } from '../support/run-program.ts';

const printLoadedModules = `data:text/javascript,process.on('exit', () => console.error(process.moduleLoadList.join()))`;

test('a command that calls both servers does not load undici', async (context) => {
  const demo = await startDemo();
  context.after(() => demo.close());
  const { stdout, stderr } = await runProgram(
    ['list', demo.clusterId, '--kubeconfig', demoKubeconfig(demo), '-n', demo.namespace],
    { env: { NODE_OPTIONS: `--import=${printLoadedModules.replaceAll(' ', '%20')}` } },
  );
  assert.match(stdout, /RUNNING/);
  assert.match(stderr, /NativeModule https/);
  assert.doesNotMatch(stderr, /undici/);
});
