import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { parseCommandLine } from '../../../src/commands/line/parse.ts';
import type { Services } from '../../../src/commands/record/command.ts';
import { CommandError, exitCodeOf } from '../../../src/commands/record/command-error.ts';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import type { ShellPlan, ShellResult } from '../../../src/commands/shell/shell-plan.ts';
import type { Demo, DemoScenario } from '../../../src/demo/demo.ts';
import { startDemo } from '../../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import type { Pod } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { demoKubeconfig } from '../../support/demo-kubeconfig.ts';
import { eventually } from '../../support/eventually.ts';

type User = {
  readonly demo: Demo;
  readonly pods: () => Promise<readonly Pod[]>;
  /** Runs a line with this standard input. */
  readonly run: (line: string, input?: string) => Promise<{ plan: ShellPlan; result: ShellResult; stdout: string }>;
  /** Returns the exit code, message and hints of a line that fails. */
  readonly fails: (line: string) => Promise<{ exitCode: number; message: string; hints: readonly string[] }>;
  readonly close: () => Promise<void>;
};

async function open(scenario: DemoScenario = {}, role: 'admin' | 'viewer' = 'admin'): Promise<User> {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none', ...scenario } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo, role), env: {} });
  const { clusterId, namespace } = demo;
  const signal = AbortSignal.timeout(60_000);
  const connection = await connectSession(kubernetes, { clusterId, namespace }, signal);
  const pods = () => kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector: `app=${clusterId}` });
  const run: User['run'] = async (line, input = '') => {
    const { command, input: parsed } = parseCommandLine(line) ?? assert.fail(line);
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    stdin.end(input);
    const programStreams = { kind: 'pipes', stdin, stdout, stderr } as const;
    const services: Services = {
      frontend: 'subcommand',
      connection,
      snapshot: undefined,
      now: Date.now,
      programStreams,
    };
    const plan = (await command.plan(services, parsed, signal)) as ShellPlan;
    const steps = command.run(services, plan, signal);
    let step = await steps.next();
    while (step.done !== true) step = await steps.next();
    stdout.end();
    return { plan, result: step.value as ShellResult, stdout: await text(stdout) };
  };
  return {
    demo,
    pods,
    run,
    fails: async (line) => {
      const error = await run(line).then(
        () => assert.fail(`${line} did not fail`),
        (reason: unknown) => reason,
      );
      return { exitCode: exitCodeOf(error), ...describeError(error) };
    },
    close: async () => {
      await connection.close();
      await kubernetes.close();
      await demo.close();
    },
  };
}

describe('on a session with several pods', () => {
  let user: User;
  before(async () => {
    user = await open({ highAvailability: true });
    user.demo.submitJob('orders');
    await eventually('a TaskManager', async () => {
      const pods = await user.pods();
      const running = pods.filter(({ status }) => status?.containerStatuses?.[0]?.state?.running !== undefined);
      return running.some(({ metadata }) => metadata?.labels?.component === 'taskmanager');
    });
  });
  after(() => user?.close());

  test('runs a command in the leading JobManager by default', async () => {
    const { plan, result, stdout } = await user.run('shell -- sh -c "echo hello; exit 3"');
    assert.equal(plan.choice, `Using pod ${plan.pod}: it is the leading JobManager`);
    assert.deepEqual([stdout, result.end], ['hello\n', { kind: 'exited', exitCode: 3 }]);
    const leader = await eventually('a leader', async () =>
      (await user.pods()).find(({ metadata }) => metadata?.name === plan.pod),
    );
    assert.equal(leader.metadata?.labels?.component, 'jobmanager');
  });

  test('runs a command in a named pod, and passes its words unchanged', async () => {
    const { plan, stdout } = await user.run("shell taskmanager-1-1 -- sh -c 'echo a   b' -x --container");
    assert.match(plan.pod, /taskmanager-1-1$/);
    assert.equal(plan.choice, undefined);
    assert.equal(stdout, 'a b\n');
    assert.deepEqual(plan.command, ['sh', '-c', 'echo a   b', '-x', '--container']);
  });

  test('without a command, starts a shell', async () => {
    const { plan, stdout } = await user.run('shell taskmanager-1-1', 'echo hello\n');
    assert.equal(plan.title, `Open a shell in ${plan.pod}`);
    assert.equal(stdout, 'hello\n');
  });

  test('names what does not exist', async () => {
    assert.deepEqual(await user.fails('shell nope'), {
      exitCode: 3,
      message: 'no pod nope',
      hints: ['Run pods to list the pods'],
    });
    const container = await user.fails('shell taskmanager-1-1 --container sidecar');
    assert.deepEqual([container.exitCode, container.hints], [3, ['Containers: flink-main-container']]);
    const program = await user.fails('shell taskmanager-1-1 -- no-such-command -l');
    assert.equal(program.exitCode, 1);
    assert.match(program.message, /^container flink-main-container of pod \S+ has no program no-such-command$/);
  });

  test('has no other output format, and needs a command after --', async () => {
    assert.equal((await user.fails('shell -o json')).exitCode, 2);
    assert.equal((await user.fails('shell --')).message, 'shell requires a COMMAND... after --');
  });

  test('says how a container ended under a command', async () => {
    const [pod] = (await user.pods()).filter(({ metadata }) => metadata?.labels?.component === 'taskmanager');
    const name = pod?.metadata?.name ?? '';
    const running = user.run(`shell ${name} -- sleep 1000`).catch((error: unknown) => error);
    const hasStarted = () => user.demo.requests().some(({ path }) => path.includes('command=sleep'));
    await eventually('the command', hasStarted);
    user.demo.restartContainer(name, 1);
    const error = await running;
    assert.ok(error instanceof CommandError);
    assert.equal(error.exitCode, 5);
    assert.equal(error.message, `sleep in ${name} ended: container flink-main-container ended`);
  });
});

test('names the state of a container that does not run', async (context) => {
  const user = await open();
  context.after(user.close);
  const [pod] = await user.pods();
  const name = pod?.metadata?.name ?? '';
  user.demo.crashContainer(name, 1);
  const isWaiting = async () => (await user.pods())[0]?.status?.containerStatuses?.[0]?.state?.waiting !== undefined;
  await eventually('the back-off', isWaiting);
  const { exitCode, message, hints } = await user.fails(`shell ${name}`);
  assert.equal(exitCode, 1, message);
  assert.match(message, /^container flink-main-container of pod \S+ is not running: waiting \(CrashLoopBackOff\)$/);
  assert.deepEqual(hints, [`Run logs ${name} to see why`]);
});

test('names the rule that a user without permission needs', async (context) => {
  const user = await open({}, 'viewer');
  context.after(user.close);
  const { exitCode, hints } = await user.fails('shell');
  assert.equal(exitCode, 4);
  assert.match(hints[0] ?? '', /resources: \["pods\/exec"\], verbs: \["get"\]/);
});
