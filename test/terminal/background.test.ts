import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { type Program, programFile, startProgram } from '../support/program.ts';
import { stateFolder } from '../support/state-folder.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo();
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

/**
 * A shell in which each typed line brings the stopped program back to the foreground. `$1` is the folder for the files
 * that the shell writes, and the other arguments run the program.
 */
const script = `
set -m
folder=$1; shift
echo on the shell
stty -a >"$folder/before"
bash -c 'echo $$ >"$0/pid"; exec "$@"' "$folder" "$@"
code=$?
while [ $code -gt 128 ]; do
  stty -a >"$folder/after"
  echo "stopped $code"
  read -r line
  fg >/dev/null
  code=$?
done
echo "code $code"
read -r answer`;

/** Starts the program in a shell with job control and attaches it. */
async function attachFromShell(context: TestContext) {
  const folder = stateFolder();
  const attach = [process.execPath, programFile(), 'attach', demo.clusterId, '--kubeconfig', kubeconfig];
  const program = startProgram([], {
    columns: 80,
    rows: 24,
    env: { XDG_STATE_HOME: folder },
    command: { file: 'bash', args: ['-c', script, 'bash', folder, ...attach] },
  });
  context.after(program.hangUp);
  await program.sees('RUNNING');
  const note = (name: 'before' | 'after' | 'pid') => readFile(join(folder, name), 'utf8');
  return { program, note, pid: Number(await note('pid')) };
}

async function expectShell(program: Program): Promise<void> {
  await program.sees(/^stopped \d+$/m);
  assert.equal(program.isAlternate(), false);
  assert.equal(program.isCursorHidden(), false);
  assert.match(program.screen(), /^on the shell$/m, 'the shell screen is restored');
}

async function resume(program: Program): Promise<void> {
  program.press('fg\n');
  await program.sees('┏━ 1 Pods');
  assert.equal(program.isAlternate(), true);
  assert.equal(program.isCursorHidden(), true);
  program.press('3');
  await program.sees('┏━ 3 Logs');
}

for (const [what, stop] of [
  ['Ctrl-Z', (program: Program) => program.press('\x1a')],
  ['SIGTSTP', (_: Program, pid: number) => process.kill(pid, 'SIGTSTP')],
] as const) {
  test(`${what} restores the terminal, and fg redraws the screen in the current size`, async (context) => {
    const { program, note, pid } = await attachFromShell(context);
    stop(program, pid);
    await expectShell(program);
    assert.equal(await note('after'), await note('before'), 'terminal settings are restored');
    program.resize(100, 30);
    await resume(program);
    await program.sees((screen) => screen.split('\n').some((row) => row.length === 100 && row.endsWith('┓')));
    program.press('q');
    await program.sees(/^code 0$/m);
  });
}

test('Ctrl-Z keeps the text on the command line', async (context) => {
  const { program } = await attachFromShell(context);
  program.press(':list');
  await program.sees(/^:list/m);
  program.press('\x1a');
  await expectShell(program);
  program.press('fg\n');
  await program.sees(/^:list/m);
  program.press(' --all');
  await program.sees(/^:list --all/m);
});

test('the screen is redrawn after SIGSTOP', async (context) => {
  const { program, pid } = await attachFromShell(context);
  process.kill(pid, 'SIGSTOP');
  await program.sees(/^stopped \d+$/m);
  await resume(program);
  await program.sees((screen) => !/stopped \d+/.test(screen));
});

test('without a shell to return to, Ctrl-Z shows a message and the program keeps running', async (context) => {
  const program = startProgram(['attach', demo.clusterId, '--kubeconfig', kubeconfig], {
    env: { XDG_STATE_HOME: stateFolder() },
  });
  context.after(program.hangUp);
  await program.sees('RUNNING');
  program.press('\x1a');
  await program.sees('cannot suspend: no shell to return to');
  program.press('2');
  await program.sees('┏━ 2 Jobs');
});
