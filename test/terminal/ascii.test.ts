import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { startProgram } from '../support/program.ts';
import { runProgram } from '../support/run-program.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo();
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

const beyondAscii = /[^\x00-\x7f]/;

test('with LC_ALL=C the screen uses only ASCII, and its borders are straight', async (context) => {
  const args = ['attach', demo.clusterId, '--kubeconfig', kubeconfig];
  const program = startProgram(args, { env: { LC_ALL: 'C', LANG: 'en_US.UTF-8' } });
  context.after(program.hangUp);
  await program.sees('RUNNING');
  await program.sees('* leader');
  for (const keys of ['3', '?', '\x1b', 'v', '\x1b', ':sav', '\x1b', '2z', 'S']) {
    program.press(keys);
    await program.sees('+=');
    assert.doesNotMatch(program.screen(), beyondAscii);
  }
  // Wait, because the terminal can contain an incomplete row during a redraw.
  await program.sees((screen) => {
    const edges = screen.split('\n').filter((row) => /^[+|]/.test(row));
    return edges.length > 0 && edges.every((edge) => /^[+|].{118}[+|]$/.test(edge));
  });
});

test('--unicode and --no-unicode override the locale', async (context) => {
  const args = ['attach', demo.clusterId, '--kubeconfig', kubeconfig];
  const unicode = startProgram([...args, '--unicode'], { env: { LC_ALL: 'C' } });
  context.after(unicode.hangUp);
  await unicode.sees('★ leader');
  const ascii = startProgram([...args, '--no-unicode']);
  context.after(ascii.hangUp);
  await ascii.sees('* leader');
  assert.doesNotMatch(ascii.screen(), beyondAscii);
});

for (const command of [['list'], ['pods', '-o', 'wide'], ['status'], ['doctor'], ['help', 'logs'], ['nonsense']]) {
  test(`with LC_ALL=C ${command.join(' ')} prints ASCII`, async () => {
    const [name = '', ...options] = command;
    const args = name === 'help' ? command : [name, demo.clusterId, ...options, '--kubeconfig', kubeconfig];
    const { stdout, stderr } = await runProgram(args, { env: { LC_ALL: 'C' } });
    assert.doesNotMatch(stdout + stderr, beyondAscii);
    assert.ok((stdout + stderr).length > 20);
  });
}
