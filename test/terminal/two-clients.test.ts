import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { flinkConfigMapName } from '../../src/flink/names.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { ConfigMap } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { startProgram } from '../support/program.ts';
import { type RunResult, runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { wrongClock } from '../support/wrong-clock.ts';

const tenMinutesMs = 600_000;
const key = 'log4j-console.properties';
let demo: Demo;
let kubeconfig: string;
let kubernetes: Awaited<ReturnType<typeof connectKubernetes>>;

before(async () => {
  demo = await startDemo({ speed: 10, scenario: { jobs: 'none' } });
  kubeconfig = demoKubeconfig(demo);
  kubernetes = await connectKubernetes({ file: kubeconfig, env: {} });
  const data = { [key]: (await fileText()).replace('monitorInterval=30', 'monitorInterval=2') };
  await kubernetes.patch(path(), { data });
});
after(async () => {
  await kubernetes.close();
  await demo.close();
});

const path = () => ({
  resource: resources.configMaps,
  namespace: demo.namespace,
  name: flinkConfigMapName(demo.clusterId),
});
const fileText = async () => (await kubernetes.get<ConfigMap>(path())).data?.[key] ?? '';
const isRoot = (level: string) => async () => (await fileText()).includes(`rootLogger.level = ${level}\n`);

/** Runs log-level in the built program with its own state directory, as on another computer. */
async function logLevel(context: TestContext, args: readonly string[], aheadMs = 0): Promise<RunResult> {
  const env = { XDG_STATE_HOME: await temporaryFolder(context), NODE_OPTIONS: wrongClock(aheadMs) };
  return runProgram(['log-level', demo.clusterId, '--kubeconfig', kubeconfig, ...args], { env });
}

test('two programs that set the same logger one after the other both report the live level', async (context) => {
  // Start the second program early, so that it can write before the first program reports its level as live.
  const { promise: input, resolve: send } = Promise.withResolvers<string>();
  const second = runProgram(['attach', demo.clusterId, '--kubeconfig', kubeconfig], {
    input,
    env: { XDG_STATE_HOME: await temporaryFolder(context) },
  });
  const first = logLevel(context, ['root', 'DEBUG']);
  await eventually('the first program to write', isRoot('DEBUG'));
  send('log-level root TRACE\n');
  const [debug, trace] = await Promise.all([first, second]);
  assert.equal(trace.exitCode, 0, trace.stderr);
  assert.match(trace.stdout, /^root: TRACE \(was DEBUG\)$/m);
  assert.equal(debug.exitCode, 1, debug.stdout);
  assert.match(debug.stdout, /^root: TRACE, not DEBUG$/m);
  assert.match(debug.stderr, /root is TRACE, not DEBUG: changed by \S+@\S+ at \d\d:\d\d:\d\d/);
  for (const { stdout } of [debug, trace]) assert.match(stdout, /^\S+ +live +/m);
  assert.equal((await logLevel(context, ['--reset', '--no-wait'])).exitCode, 0);
});

for (const aheadMs of [tenMinutesMs, -tenMinutesMs]) {
  const deviation = `10 minutes ${aheadMs > 0 ? 'ahead' : 'behind'}`;

  test(`a screen with a clock ${deviation} does not revert another program's level before its --for time has passed`, async (context) => {
    const set = await logLevel(context, ['root', 'DEBUG', '--for', '5m', '--no-wait']);
    assert.equal(set.exitCode, 0, set.stderr);
    const env = { XDG_STATE_HOME: await temporaryFolder(context), NODE_OPTIONS: wrongClock(aheadMs) };
    const screen = startProgram(['attach', demo.clusterId, '--kubeconfig', kubeconfig], { env });
    context.after(screen.hangUp);
    await screen.sees('levels: root DEBUG');
    screen.press('v');
    await screen.sees(/set \d+s ago by \S+, rever/);
    await screen.sees('levels: root DEBUG');
    screen.press('qq');
    await screen.exited;
    assert.ok(await isRoot('DEBUG')());
    assert.equal((await logLevel(context, ['--overdue'], aheadMs)).stdout, 'No overdue changes\n');
    assert.equal((await logLevel(context, ['--reset', '--no-wait'])).exitCode, 0);
  });

  test(`a screen reverts a level on time if a program with a clock ${deviation} has set it with --for`, async (context) => {
    const args = ['root', 'DEBUG', '--for', '4s', '--no-wait'];
    const env = { XDG_STATE_HOME: await temporaryFolder(context) };
    const screen = startProgram(['attach', demo.clusterId, '--kubeconfig', kubeconfig], { env });
    context.after(screen.hangUp);
    await screen.sees('★ leader');
    const startedAt = performance.now();
    assert.equal((await logLevel(context, args, aheadMs)).exitCode, 0);
    await screen.sees('levels: root DEBUG');
    await screen.sees(/Revert root DEBUG/);
    assert.ok(performance.now() - startedAt > 3000);
    await eventually('the level to be reverted', async () => !(await isRoot('DEBUG')()));
    screen.press('q');
    await screen.exited;
  });
}
