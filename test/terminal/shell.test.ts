import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { type Program, programFile, startProgram } from '../support/program.ts';
import { runProgram } from '../support/run-program.ts';
import { stateFolder } from '../support/state-folder.ts';

let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  demo.submitJob('orders');
  kubeconfig = demoKubeconfig(demo);
  const kubernetes = await connectKubernetes({ file: kubeconfig, env: {} });
  const { namespace } = demo;
  const listPods = () =>
    kubernetes.list<Pod>({
      resource: resources.pods,
      namespace,
      labelSelector: `app=${demo.clusterId},component=taskmanager`,
    });
  await eventually('a TaskManager', async () => (await listPods())[0]?.status?.phase === 'Running');
  await kubernetes.close();
});
after(() => demo.close());

/** A demo that a test may disturb. */
async function ownDemo(context: TestContext): Promise<Demo> {
  const own = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  context.after(own.close);
  return own;
}

/** The settings of the terminal before and after the program, and its exit code. */
const script = `
trap : HUP
folder=$1; shift
stty -a >"$folder/before"
(echo $BASHPID >"$folder/pid"; exec "$@")
code=$?
stty -a >"$folder/after"
echo "code $code"
read -r answer`;

type Shell = {
  readonly program: Program;
  readonly pid: () => number;
  /** What reached the clipboard of the terminal. */
  readonly clipboard: readonly string[];
  readonly title: () => string;
  /** Waits until the program has ended. Checks that the terminal is as before. Resolves with its exit code. */
  readonly ended: () => Promise<number>;
};

function start(context: TestContext, subcommand: 'shell' | 'attach', on = demo): Shell {
  const folder = stateFolder();
  const file = on === demo ? kubeconfig : demoKubeconfig(on);
  const command = [process.execPath, programFile(), subcommand, on.clusterId, '--kubeconfig', file];
  const program = startProgram([], {
    columns: 120,
    rows: 30,
    env: { XDG_STATE_HOME: folder },
    command: { file: 'bash', args: ['-c', script, 'bash', folder, ...command] },
  });
  context.after(program.hangUp);
  const { terminal } = program;
  terminal.options.windowOptions = { pushTitle: true, popTitle: true };
  const clipboard: string[] = [];
  terminal.parser.registerOscHandler(52, (data) => {
    clipboard.push(data);
    return true;
  });
  let title = '';
  terminal.onTitleChange((changed) => {
    title = changed;
  });
  const note = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .replace(/rows \d+; columns \d+/, '');
  return {
    program,
    pid: () => Number(note('pid')),
    clipboard,
    title: () => title,
    ended: async () => {
      await program.sees(/^code \d+$/m);
      assert.equal(existsSync(join(folder, 'after')), true);
      assert.equal(note('after'), note('before'), 'terminal settings are restored');
      assert.deepEqual(modesOf(program), defaultModes);
      return Number(/^code (\d+)$/m.exec(program.screen())?.[1]);
    },
  };
}

const modesOf = (program: Program) => ({
  ...program.terminal.modes,
  alternate: program.isAlternate(),
  hidden: program.isCursorHidden(),
});
const defaultModes = {
  applicationCursorKeysMode: false,
  applicationKeypadMode: false,
  bracketedPasteMode: false,
  insertMode: false,
  mouseTrackingMode: 'none',
  originMode: false,
  reverseWraparoundMode: false,
  sendFocusMode: false,
  synchronizedOutputMode: false,
  wraparoundMode: true,
  alternate: false,
  hidden: false,
};

const prompt = /\$ $/m;

/** The pod that the first line of the shell names. */
const podOf = (program: Program): string => /^Shell in (\S+) \(/m.exec(program.screen())?.[1] ?? '';

/** Changes every mode that a program can leave behind, and the title. Spaces keep the shell from reading it as one word. */
const changeModes =
  "printf '\\033]0;of the pod\\007\\033[?1049h\\033[?1003h\\033[?1006h\\033[?1004h\\033[?2004h\\033[?1h\\033=\\033[4h\\033[?6h\\033[5;9r\\033[?7l\\033[?25l\\033[?2026h'";
const copy = "printf '\\033]52;c;c2VjcmV0\\007'";

describe('the subcommand', { concurrency: 3 }, () => {
  test('sends every key to the pod, follows a resize and returns the exit code', async (context) => {
    const { program, ended } = start(context, 'shell');
    await program.sees(prompt);
    assert.match(program.screen(), /^Using pod \S+: it is the leading JobManager$/m);
    assert.match(program.screen(), /^Shell in \S+ \(Enter ~ \. disconnects\)$/m);
    program.press('top\r');
    await program.sees('terminal of 120 columns and 30 rows');
    program.resize(90, 20);
    await program.sees('terminal of 90 columns and 20 rows');
    program.press('q');
    program.press('sleep 1000\r');
    await program.sees(/sleep 1000$/m);
    program.press('\x03');
    await program.sees(/\^C\n\$ $/m);
    program.press('\x1aecho $? $TERM\r');
    await program.sees(/^130 xterm-256color$/m);
    program.press('exit 7\r');
    assert.equal(await ended(), 7);
  });

  test('resets the modes and the title that a program has left, and keeps it from the clipboard', async (context) => {
    const { program, clipboard, title, ended } = start(context, 'shell');
    await program.sees(prompt);
    program.press(`${copy}; ${changeModes}\r`);
    await eventually('the changed modes', () => modesOf(program).mouseTrackingMode === 'any');
    assert.equal(title(), 'of the pod');
    program.press('exit\r');
    assert.equal(await ended(), 0);
    assert.equal(title(), '');
    assert.deepEqual(clipboard, []);
    assert.match(
      program.screen(),
      /\$ printf .*\n(.*\n)*code 0/,
      'the screen of before is shown, with the cursor below',
    );
  });

  test('names the pod and exits with 5 if the pod is deleted', async (context) => {
    const own = await ownDemo(context);
    const { program, ended } = start(context, 'shell', own);
    await program.sees(prompt);
    const pod = podOf(program);
    program.press('top\r');
    await program.sees('java');
    own.deletePod(pod);
    assert.equal(await ended(), 5);
    const expected = `flink-tui: Shell in ${pod} ended: the pod was deleted\n  Run pods to list the pods`;
    assert.ok(program.screen().includes(expected), program.screen());
  });

  test('exits with 5 if the connection is lost', async (context) => {
    const own = await ownDemo(context);
    const { program, ended } = start(context, 'shell', own);
    await program.sees(prompt);
    await own.fault({ kind: 'cut' });
    assert.equal(await ended(), 5);
    assert.match(
      program.screen(),
      /^flink-tui: lost the connection to the shell in \S+: .+\n {2}Shell may still run in the pod/m,
    );
  });

  test('Enter ~ . closes the connection, and ~~ sends a tilde', async (context) => {
    const { program, ended } = start(context, 'shell');
    await program.sees(prompt);
    program.press('cat\r~~x\r');
    await program.sees(/^~x\n~x$/m);
    program.press('~.');
    assert.equal(await ended(), 130);
    assert.match(program.screen(), /^Connection closed\. Shell may still run in pod \S+$/m);
  });

  test('SIGTERM resets the terminal', async (context) => {
    const { program, pid, ended } = start(context, 'shell');
    await program.sees(prompt);
    program.press(`${changeModes}\r`);
    await eventually('the changed modes', () => modesOf(program).mouseTrackingMode === 'any');
    process.kill(pid(), 'SIGTERM');
    assert.equal(await ended(), 143);
  });

  test('without a terminal, passes on input and output unchanged', async () => {
    const run = (args: readonly string[], input = '') =>
      runProgram(['shell', demo.clusterId, '--kubeconfig', kubeconfig, ...args], { input });
    const cat = await run(['--', 'cat'], 'one\r\ntwo');
    assert.deepEqual([cat.exitCode, cat.stdout], [0, 'one\r\ntwo']);
    const outputs = await run(['--', 'sh', '-c', 'echo out; echo err >&2; exit 9']);
    assert.deepEqual([outputs.exitCode, outputs.stdout], [9, 'out\n']);
    assert.match(outputs.stderr, /^Using pod \S+: it is the leading JobManager\nerr\n$/);
    const shell = await run([], 'echo hello; exit 4\n');
    assert.deepEqual([shell.exitCode, shell.stdout], [4, 'hello\n']);
  });
});

describe('the screen', { concurrency: 3 }, () => {
  test('gives the terminal to a shell and takes it back', async (context) => {
    const { program, clipboard, title } = start(context, 'attach');
    await program.sees('orders');
    const modes = modesOf(program);
    program.press('s');
    await program.sees(prompt);
    const pod = podOf(program);
    assert.deepEqual(modesOf(program), defaultModes);
    program.press('echo marker\r');
    await program.sees(/^marker$/m);
    program.resize(118, 28);
    const followsResize = () => {
      program.press('stty size\r');
      return /^28 118$/m.test(program.screen());
    };
    await eventually('the new size', followsResize, { everyMs: 200 });
    assert.match(program.screen(), /^marker$/m, 'the screen draws nothing meanwhile');
    program.resize(120, 30);
    program.press('top\r');
    await program.sees('terminal of 120 columns and 30 rows');
    program.resize(100, 25);
    await program.sees('terminal of 100 columns and 25 rows');
    program.press('q');
    program.press('\x1a\x03');
    await program.sees(/\^Z\^C\n\$ $/m);
    program.press(`${copy}; ${changeModes}\r`);
    await eventually('the changed modes', () => modesOf(program).mouseTrackingMode === 'any');
    program.press('exit 3\r');
    await program.sees(`Shell in ${pod} ended (exit code 3)`);
    await program.sees('orders');
    assert.deepEqual(modesOf(program), modes);
    assert.match(title(), /my-first-flink-cluster · flink-tui$/);
    assert.deepEqual(clipboard, []);
    assert.match(program.rows().at(-1) ?? '', /help$/, 'the screen has the new size');
    program.press('?');
    await program.sees('━ Help ━');
    program.press('\x1b');
    await program.sees((screen) => !screen.includes('━ Help ━'));
    program.press(':');
    await program.sees(/^: *$/m);
    program.press(`shell ${pod} -- top\r`);
    await program.sees('terminal of 100 columns and 25 rows');
    program.press('q');
    await program.sees(`top in ${pod} ended (exit code 0)`);
  });

  test('sends the keys after the end of a shell to the screen, each once', async (context) => {
    const { program } = start(context, 'attach');
    await program.sees('orders');
    program.press('s');
    await program.sees(prompt);
    program.press('exit\r');
    await program.sees('ended (exit code 0)');
    program.press(':abc');
    await program.sees(/^:abc *$/m);
  });

  test('shows an error if the pod of a shell is deleted, and works on', async (context) => {
    const own = await ownDemo(context);
    const { program } = start(context, 'attach', own);
    await program.sees('leader');
    program.press('s');
    await program.sees(prompt);
    const pod = podOf(program);
    program.press('top\r');
    await program.sees('java');
    own.deletePod(pod);
    await program.sees('✕ Failed');
    await program.sees('the pod was deleted');
    program.press('?');
    await program.sees('━ Help ━');
  });

  test('SIGTERM while a shell has the terminal resets it', async (context) => {
    const { program, pid, ended } = start(context, 'attach');
    await program.sees('orders');
    program.press('s');
    await program.sees(prompt);
    program.press(`${changeModes}\r`);
    await eventually('the changed modes', () => modesOf(program).mouseTrackingMode === 'any');
    process.kill(pid(), 'SIGTERM');
    assert.equal(await ended(), 143);
    assert.match(program.screen(), /^ended by SIGTERM$/m);
  });
});
