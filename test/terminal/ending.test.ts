import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
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

/** What SIGUSR2 makes the program do: bugs that are planted from outside. */
const bugs = {
  throw: "throw new Error('a bug');",
  'loop forever': 'for (;;);',
  // As long as the watchdog would need twice over.
  'wait for 15 s': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 15_000);',
} as const;
type Bug = keyof typeof bugs;

/** Notes that the bug begins, beside the notes of the shell. */
const noting = "process.getBuiltinModule('fs').writeFileSync(process.env.XDG_STATE_HOME + '/planted', 'now\\n');";
const plant = (bug: Bug) =>
  `data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => setImmediate(function bug() { ${noting} ${bugs[bug]} }));`)}`;

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
  readonly note: (name: 'before' | 'after' | 'code' | 'planted') => Promise<string>;
};

/** The program, started from a shell in a terminal, attached and with its panes filled. */
async function attachFromShell(context: TestContext, bug: Bug = 'throw'): Promise<Attached> {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-stty-'));
  const attach = [process.execPath, programFile(), 'attach', demo.clusterId, '--kubeconfig', kubeconfig];
  const program = startProgram([], {
    columns: 80,
    rows: 24,
    env: { NODE_OPTIONS: `--import=${plant(bug)}`, XDG_STATE_HOME: folder },
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
async function endBy(context: TestContext, end: (attached: Attached) => unknown, bug?: Bug): Promise<string> {
  const attached = await attachFromShell(context, bug);
  const { program, note } = attached;
  await end(attached);
  await program.sees(/code \d+/);
  assert.equal(await note('after'), await note('before'), 'stty -a');
  assert.equal(program.isAlternate(), false);
  assert.equal(hidesCursor(program), false);
  assert.match(program.screen(), /^on the shell$/m, 'what was on the screen is there again');
  return program.screen();
}

test('q gives the terminal back, exit code 0', async (context) => {
  const screen = await endBy(context, ({ program }) => program.press('q'));
  assert.match(screen, /^code 0$/m);
});

test('Ctrl-C gives the terminal back, and is said', async (context) => {
  const screen = await endBy(context, ({ program }) => program.press('\x03'));
  assert.match(screen, /^ended by Ctrl-C$/m);
  assert.match(screen, /^code 130$/m);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} gives the terminal back, and is said`, async (context) => {
    const screen = await endBy(context, ({ pid }) => process.kill(pid, signal));
    assert.match(screen, new RegExp(`^ended by ${signal}\ncode ${code}$`, 'm'));
  });
}

test('an error of ours gives the terminal back, and is told without a stack trace', async (context) => {
  const screen = await endBy(context, ({ pid }) => process.kill(pid, 'SIGUSR2'));
  assert.match(screen, /internal error: a bug/);
  assert.match(screen, /^code 1$/m);
  assert.doesNotMatch(screen, /\bat .*:\d+:\d+/);
});

test('a terminal that is gone ends the program', async (context) => {
  const { program, pid, note } = await attachFromShell(context);
  program.hangUp();
  assert.equal(await note('code'), '129');
  assert.equal(existsSync(`/proc/${pid}`), false);
});

describe('a main thread that hangs', { concurrency: true }, () => {
  test('an endless loop, deaf to SIGTERM, is ended within 15 s and gives the terminal back', async (context) => {
    const hang = async ({ pid, note }: Attached) => {
      process.kill(pid, 'SIGUSR2');
      await note('planted');
      process.kill(pid, 'SIGTERM');
    };
    const screen = await endBy(context, hang, 'loop forever');
    assert.match(screen, /^flink-tui ended: it did not respond for 10 s$/m);
    assert.match(screen, /^code 1$/m);
    const [, log = ''] = /^Details: (.*\.log)$/m.exec(screen.replaceAll(/(?<=.{80})\n/g, '')) ?? [];
    assert.match(readFileSync(log, 'utf8'), /main thread not responding for 10 s\n {4}at bug \(data:/);
  });

  test('one that only waits is left alone, and goes on', async (context) => {
    const { program, pid, note } = await attachFromShell(context, 'wait for 15 s');
    process.kill(pid, 'SIGUSR2');
    await note('planted');
    program.press('?');
    await program.sees('━ Help ━');
  });

  test('a process that was stopped for longer goes on', async (context) => {
    const { program, pid } = await attachFromShell(context);
    process.kill(pid, 'SIGSTOP');
    await pause(12_000);
    process.kill(pid, 'SIGCONT');
    program.press('?');
    await program.sees('━ Help ━');
  });
});
