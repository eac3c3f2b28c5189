import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { type Program, programFile, startProgram } from '../support/program.ts';
import { stateFolder } from '../support/state-folder.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo();
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

/** Bugs that the test injects. SIGUSR2 triggers them. */
const bugs = {
  throw: "throw new Error('a bug');",
  // Busy only a third of the time, because other tests need the CPU. The watchdog still ends this loop.
  'loop forever':
    'const cell = new Int32Array(new SharedArrayBuffer(4)); for (;;) { for (const end = Date.now() + 50; Date.now() < end; ); Atomics.wait(cell, 0, 0, 100); }',
  // Longer than the watchdog's timeout of 10 s.
  'wait for 15 s': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 15_000);',
} as const;
type Bug = keyof typeof bugs;

/** Code that writes the file `started` when the bug starts. */
const writeNote = "process.getBuiltinModule('fs').writeFileSync(process.env.XDG_STATE_HOME + '/started', 'now\\n');";
const injectBug = (bug: Bug) =>
  `data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => setImmediate(function bug() { ${writeNote} ${bugs[bug]} }));`)}`;

/**
 * `$1` is the folder for the files that the shell writes. The other arguments are the command to run. The shell ignores
 * SIGHUP, so that it can write the exit code after the terminal is closed.
 */
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
  /** Waits for a file of the shell or the bug. Resolves with its text. */
  readonly note: (name: 'before' | 'after' | 'code' | 'started') => Promise<string>;
};

/** Starts the program from a shell in a terminal and attaches it. */
async function attachFromShell(context: TestContext, bug: Bug = 'throw'): Promise<Attached> {
  const folder = stateFolder();
  const attach = [process.execPath, programFile(), 'attach', demo.clusterId, '--kubeconfig', kubeconfig];
  const program = startProgram([], {
    columns: 80,
    rows: 24,
    env: { NODE_OPTIONS: `--import=${injectBug(bug)}`, XDG_STATE_HOME: folder },
    command: { file: 'bash', args: ['-c', script, 'bash', folder, ...attach] },
  });
  context.after(program.hangUp);
  await program.sees('RUNNING');
  assert.equal(program.isAlternate(), true);
  const note = async (name: string) => {
    const file = join(folder, name);
    const noted = () => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n');
    await eventually(`the file ${name}`, noted, { state: program.screen });
    return readFileSync(file, 'utf8').trim();
  };
  return { program, pid: Number(await note('pid')), note };
}

/** Ends the program with `end` and checks that the terminal is restored. Resolves with the screen. */
async function endBy(context: TestContext, end: (attached: Attached) => unknown, bug?: Bug): Promise<string> {
  const attached = await attachFromShell(context, bug);
  const { program, note } = attached;
  await end(attached);
  await program.sees(/code \d+/);
  assert.equal(await note('after'), await note('before'), 'terminal settings are restored');
  assert.equal(program.isAlternate(), false);
  assert.equal(program.isCursorHidden(), false);
  assert.match(program.screen(), /^on the shell$/m, 'the shell screen is restored');
  return program.screen();
}

test('q restores the terminal and exits with 0', async (context) => {
  const screen = await endBy(context, ({ program }) => program.press('q'));
  assert.match(screen, /^code 0$/m);
});

test('Ctrl-C restores the terminal and prints the reason', async (context) => {
  const screen = await endBy(context, ({ program }) => program.press('\x03'));
  assert.match(screen, /^ended by Ctrl-C$/m);
  assert.match(screen, /^code 130$/m);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} restores the terminal and prints the reason`, async (context) => {
    const screen = await endBy(context, ({ pid }) => process.kill(pid, signal));
    assert.match(screen, new RegExp(`^ended by ${signal}\ncode ${code}$`, 'm'));
  });
}

test('an internal error restores the terminal and is printed without a stack trace', async (context) => {
  const screen = await endBy(context, ({ pid }) => process.kill(pid, 'SIGUSR2'));
  assert.match(screen, /internal error: a bug/);
  assert.match(screen, /^code 1$/m);
  assert.doesNotMatch(screen, /\bat .*:\d+:\d+/);
});

test('closing the terminal ends the program', async (context) => {
  const { program, pid, note } = await attachFromShell(context);
  await program.hangUp();
  assert.equal(await note('code'), '129');
  assert.equal(existsSync(`/proc/${pid}`), false);
});

describe('when the main thread hangs', { concurrency: true }, () => {
  test('if an endless loop blocks SIGTERM, the watchdog ends the program and restores the terminal', async (context) => {
    const hang = async ({ pid, note }: Attached) => {
      process.kill(pid, 'SIGUSR2');
      await note('started');
      process.kill(pid, 'SIGTERM');
    };
    const screen = await endBy(context, hang, 'loop forever');
    assert.match(screen, /^flink-tui ended: it did not respond for 10 s$/m);
    assert.match(screen, /^code 1$/m);
    const [, log = ''] = /^Details: (.*\.log)$/m.exec(screen.replaceAll(/(?<=.{80})\n/g, '')) ?? [];
    assert.match(readFileSync(log, 'utf8'), /main thread not responding for 10 s\n {4}at bug \(data:/);
  });

  test('the watchdog does not end a main thread that waits for 15 s', async (context) => {
    const { program, pid, note } = await attachFromShell(context, 'wait for 15 s');
    process.kill(pid, 'SIGUSR2');
    await note('started');
    program.press('?');
    await program.sees('━ Help ━');
  });

  test('the watchdog does not end a process that was stopped for 12 s', async (context) => {
    const { program, pid } = await attachFromShell(context);
    process.kill(pid, 'SIGSTOP');
    await pause(12_000);
    process.kill(pid, 'SIGCONT');
    program.press('?');
    await program.sees('━ Help ━');
  });
});
