import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { type Program, programFile, startProgram } from '../support/program.ts';
import { stateFolder } from '../support/state-folder.ts';

let demo: Demo;
let job: string;
before(async () => {
  demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  job = demo.submitJob('steady');
});
after(() => demo.close());

/** `$1` is the folder for the files that the shell writes. `flink-tui` in the command line runs the built program. */
const script = `
folder=$1; node=$2; program=$3
flink-tui() { "$node" "$program" "$@"; }
stty -a >"$folder/before"
eval "$4"
code=$?
stty -a >"$folder/after"
echo "code $code"
`;

type Shell = {
  readonly program: Program;
  /** Waits until the command line has ended. Resolves with its exit code and the screen. */
  readonly ended: () => Promise<{ readonly code: number; readonly screen: string }>;
};

/** Runs a command line in a shell in a real terminal. */
function run(
  context: TestContext,
  line: string,
  { on = demo, env = {} }: { on?: Demo; env?: { [name: string]: string } } = {},
): Shell {
  const folder = stateFolder();
  const kubeconfig = demoKubeconfig(on);
  const program = startProgram([], {
    columns: 160,
    env: {
      KUBECONFIG: kubeconfig,
      XDG_CONFIG_HOME: '/nowhere',
      XDG_STATE_HOME: folder,
      OUT: join(folder, 'out'),
      ...env,
    },
    command: { file: 'bash', args: ['-c', script, 'bash', folder, process.execPath, programFile(), line] },
  });
  context.after(program.hangUp);
  return {
    program,
    ended: async () => {
      await program.sees(/^code \d+$/m);
      const note = (name: string) => readFileSync(join(folder, name), 'utf8');
      assert.equal(note('after'), note('before'), 'terminal settings are restored');
      return { code: Number(/^code (\d+)$/m.exec(program.screen())?.[1]), screen: program.screen() };
    },
  };
}

/** Returns all requests that change the cluster. Port forwards and access reviews change nothing. */
const changes = (on = demo) =>
  on
    .requests()
    .filter(({ method, path }) => method !== 'GET' && !/portforward|selfsubjectaccessreviews$/.test(path))
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);

const isRunning = async (context: TestContext) =>
  (await run(context, `flink-tui list ${demo.clusterId} -o name`).ended()).screen.includes(job);

test('stop with an unset JOB shows the plan and asks for the cluster-id', async (context) => {
  const { program, ended } = run(context, `unset JOB; flink-tui stop ${demo.clusterId} $JOB`);
  await program.sees(`Type ${demo.clusterId} to confirm: `);
  assert.match(program.screen(), new RegExp(`^Stop session cluster ${demo.clusterId} in namespace`, 'm'));
  assert.match(program.screen(), new RegExp(`^ {2}Job steady \\(${job}\\): `, 'm'));
  assert.match(program.screen(), /^ {2}warning: No savepoints are taken/m);
  program.press('y\r');
  const { code, screen } = await ended();
  assert.equal(code, 1);
  assert.match(
    screen,
    new RegExp(`^flink-tui: Cancelled: nothing was changed\n {2}'y' does not match ${demo.clusterId}$`, 'm'),
  );
  assert.deepEqual(changes(), []);
});

for (const [what, keys, expected] of [
  ['Enter alone', '\r', 1],
  ['Ctrl-D', '\x04', 1],
  ['Ctrl-C', '\x03', 130],
] as const) {
  test(`${what} at the confirmation changes nothing and exits with ${expected}`, async (context) => {
    const { program, ended } = run(context, `flink-tui stop ${demo.clusterId}`);
    await program.sees('to confirm: ');
    program.press(keys);
    const { code, screen } = await ended();
    assert.equal(code, expected);
    assert.equal(screen.includes('Cancelled: nothing was changed'), expected === 1);
    assert.deepEqual(changes(), []);
  });
}

test('a quoted unset JOB is a usage error', async (context) => {
  const { code, screen } = await run(context, `unset JOB; flink-tui stop ${demo.clusterId} "$JOB"`).ended();
  assert.equal(code, 2);
  assert.match(screen, /stop requires a non-empty JOB/);
  assert.deepEqual(changes(), []);
});

test('cancel --all -o json asks for the cluster-id on standard error', async (context) => {
  const { program, ended } = run(
    context,
    `flink-tui cancel ${demo.clusterId} --all -o json >"$OUT"; echo "out $(wc -c <"$OUT")"; false`,
  );
  await program.sees(`Type ${demo.clusterId} to confirm: `);
  program.press('no\r');
  assert.match((await ended()).screen, /^out 0$/m);
  assert.equal(await isRunning(context), true);
});

test('stop fails if a job is submitted before the user confirms', async (context) => {
  const changing = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  context.after(changing.close);
  const { program, ended } = run(context, `flink-tui stop ${changing.clusterId}`, { on: changing });
  await program.sees('Continue? [y/N] ');
  assert.match(program.screen(), /^ {2}No running jobs$/m);
  changing.submitJob('late');
  program.press('y\r');
  const { code, screen } = await ended();
  assert.equal(code, 1);
  assert.match(screen, /cluster not stopped: late \([0-9a-f]{32}\) started after the plan was made/);
  assert.deepEqual(changes(changing), []);
});

test('setting the level of root asks for confirmation, but setting another logger does not', async (context) => {
  const { program, ended } = run(context, `flink-tui log-level ${demo.clusterId} root DEBUG --no-wait`);
  await program.sees('Continue? [y/N] ');
  assert.match(program.screen(), /^Set root to DEBUG$/m);
  program.press('\r');
  assert.equal((await ended()).code, 1);
  assert.deepEqual(changes(), []);
  const other = await run(context, `flink-tui log-level ${demo.clusterId} org.apache.flink DEBUG --no-wait`).ended();
  assert.equal(other.code, 0, other.screen);
  assert.doesNotMatch(other.screen, /\[y\/N\]/);
});

test('cancelling the job of an application cluster warns that the cluster shuts down', async (context) => {
  const line = 'flink-tui cancel fraud-detection "Fraud detection"';
  const { program, ended } = run(context, line);
  await program.sees('Type fraud-detection to confirm: ');
  assert.match(
    program.screen(),
    /^ {2}warning: This is an application cluster\. Cancelling shuts down the cluster\.$/m,
  );
  program.press('\r');
  assert.equal((await ended()).code, 1);
  assert.match((await run(context, 'flink-tui list fraud-detection').ended()).screen, /^RUNNING .*Fraud detection/m);
});

test('without a screen, confirmations are read from the same input as commands', async (context) => {
  const { program, ended } = run(context, `TERM=dumb flink-tui attach ${demo.clusterId}`);
  await program.sees('Not a terminal: reading commands from standard input (help lists them)');
  program.press('cancel --all\r');
  await program.sees(`Type ${demo.clusterId} to confirm: `);
  program.press('list\r');
  await program.sees('Cancelled: nothing was changed');
  program.press('list\r');
  await program.sees(new RegExp(`^RUNNING .*${job}`, 'm'));
  program.press('\x04');
  assert.equal((await ended()).code, 1);
});

test('cancelling one job asks only with confirm=always, and --yes skips every question', async (context) => {
  const always = { env: { FLINK_TUI_CONFIRM: 'always' } };
  const { program, ended } = run(context, `flink-tui cancel ${demo.clusterId} steady`, always);
  await program.sees('Continue? [y/N] ');
  program.press('n\r');
  assert.equal((await ended()).code, 1);
  assert.equal(await isRunning(context), true);
  const named = await run(context, `flink-tui cancel ${demo.clusterId} steady`).ended();
  assert.equal(named.code, 0, named.screen);
  assert.match(named.screen, /^CANCELED .*steady$/m);
  demo.submitJob('second');
  const all = await run(context, `flink-tui cancel ${demo.clusterId} --all --yes`, always).ended();
  assert.equal(all.code, 0, all.screen);
  assert.match(all.screen, /^CANCELED .*second$/m);
  assert.doesNotMatch(all.screen, /to confirm|\[y\/N\]/);
});

test('typing the cluster-id stops the cluster', async (context) => {
  const stopped = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  context.after(stopped.close);
  stopped.submitJob('lost');
  const { program, ended } = run(context, `flink-tui stop ${stopped.clusterId}`, { on: stopped });
  await program.sees('to confirm: ');
  program.press(`${stopped.clusterId}\r`);
  const { code, screen } = await ended();
  assert.equal(code, 0, screen);
  assert.match(screen, /^Stopped session cluster /m);
  assert.deepEqual(changes(stopped), [
    `DELETE /apis/apps/v1/namespaces/${stopped.namespace}/deployments/${stopped.clusterId}`,
  ]);
});
