import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { type Program, programFile, startProgram } from '../support/program.ts';
import { hidesCursor } from './hides-cursor.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo({ speed: 10 });
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

/** Makes the program throw where nobody catches, on SIGUSR2: the error of a bug, from outside. */
const throwing = `data:text/javascript,${encodeURIComponent(
  "process.on('SIGUSR2', () => setImmediate(() => { throw new Error('a bug'); }));",
)}`;

/** `$1` is a folder for what the shell notes, the rest the program. The shell outlives the terminal, to say how it ended. */
const script = `
trap : HUP
folder=$1; shift
echo on the shell
stty -a >"$folder/before"
(echo $BASHPID >"$folder/pid"; exec "$@")
code=$?
echo "code $code"
stty -a >"$folder/after"
echo $code >"$folder/code"
read -r answer`;

type Attached = {
  readonly program: Program;
  readonly pid: number;
  /** What the shell noted; waits until it did. */
  readonly note: (name: 'before' | 'after' | 'code') => Promise<string>;
};

/** The program, started from a shell in a terminal, attached and with its panes filled. */
async function attachFromShell(context: TestContext): Promise<Attached> {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-stty-'));
  const attach = [process.execPath, programFile(), 'attach', demo.clusterId, '--kubeconfig', kubeconfig];
  const program = startProgram([], {
    columns: 80,
    rows: 24,
    env: { NODE_OPTIONS: `--import=${throwing}`, XDG_STATE_HOME: folder },
    command: { file: 'bash', args: ['-c', script, 'bash', folder, ...attach] },
  });
  context.after(program.hangUp);
  await program.sees('RUNNING');
  assert.equal(program.isAlternate(), true);
  const note = async (name: string) => {
    const file = join(folder, name);
    const noted = () => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n');
    await eventually(`the shell's note ${name}`, noted, { state: program.screen });
    return readFileSync(file, 'utf8').trim();
  };
  return { program, pid: Number(await note('pid')), note };
}

/** Ends the program in some way; the screen after that, once everything else about the terminal is as it was. */
async function endBy(context: TestContext, end: (program: Program, pid: number) => void): Promise<string> {
  const { program, pid, note } = await attachFromShell(context);
  end(program, pid);
  await program.sees(/code \d+/);
  assert.equal(await note('after'), await note('before'), 'stty -a');
  assert.equal(program.isAlternate(), false);
  assert.equal(hidesCursor(program), false);
  assert.match(program.screen(), /^on the shell$/m, 'what was on the screen is there again');
  return program.screen();
}

test('q gives the terminal back, exit code 0', async (context) => {
  const screen = await endBy(context, (program) => program.press('q'));
  assert.match(screen, /^code 0$/m);
});

test('Ctrl-C gives the terminal back, and is said', async (context) => {
  const screen = await endBy(context, (program) => program.press('\x03'));
  assert.match(screen, /^ended by Ctrl-C$/m);
  assert.match(screen, /^code 130$/m);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} gives the terminal back, and is said`, async (context) => {
    const screen = await endBy(context, (_, pid) => process.kill(pid, signal));
    assert.match(screen, new RegExp(`^ended by ${signal}\ncode ${code}$`, 'm'));
  });
}

test('an error of ours gives the terminal back, and is told without a stack trace', async (context) => {
  const screen = await endBy(context, (_, pid) => process.kill(pid, 'SIGUSR2'));
  assert.match(screen, /ended by an error of its own: a bug/);
  assert.match(screen, /^code 1$/m);
  assert.doesNotMatch(screen, /\bat .*:\d+:\d+/);
});

test('a terminal that is gone ends the program', async (context) => {
  const { program, pid, note } = await attachFromShell(context);
  program.hangUp();
  assert.equal(await note('code'), '129');
  assert.equal(existsSync(`/proc/${pid}`), false);
});
