import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseCommandLine } from '../../src/commands/line/parse.ts';
import { readDiagnosis } from '../../src/commands/why/read-diagnosis.ts';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { ScreenTarget } from '../../src/screen/state/screen-state.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';

let demo: Demo;
before(async () => {
  demo = await startDemo({ speed: 1, scenario: { jobs: 'sick' } });
});
after(() => demo.close());

const connect = async ({ clusterId, namespace = demo.namespace }: ScreenTarget, signal: AbortSignal) =>
  connectSession(await connectKubernetes({ file: demoKubeconfig(demo), env: {} }), { clusterId, namespace }, signal);

async function attach() {
  const source = {
    attach: async (target: ScreenTarget, signal: AbortSignal) => watchSession(await connect(target, signal)),
  };
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  const screen = openScreen({ target, source }, { columns: 120, rows: 50 });
  await screen.jobs.contains('Nightly backfill');
  return screen;
}

test('D shows what is wrong with its evidence, and Enter does the selected step', async () => {
  const screen = await attach();
  screen.press('session.why');
  await screen.why.shows(
    /\d+ findings in my-first-flink-cluster \(\d+ jobs\)/,
    /measured \ds ago/,
    /✕ 1 TaskManager taskmanager-1-\d+ was OOM-killed/,
    /evidence \d\d:\d\d:\d\d Pod terminated/,
    /next ▶ Read its last lines logs my-first-flink-cluster-taskmanager-1-\d+/,
    /Nightly backfill waits for 2 slots/,
  );
  await screen.footer.shows(/Enter do this step .* y copy command/);
  screen.type('j');
  await screen.why.shows(/▶ See the pods and their events/);
  await screen.why.press('why.do-step');
  await screen.pods.isFocused();
  screen.press('session.why');
  await screen.why.shows(/▶ See the pods and their events/);
  await screen.why.press('why.copy');
  await screen.copied('flink-tui pods my-first-flink-cluster -n default');
  await screen.why.press('why.close');
  await screen.jobs.contains('Nightly backfill');
});

test('while Flink does not respond, the findings stay, and the page says that it could not measure', async () => {
  const screen = await attach();
  screen.press('session.why');
  await screen.why.shows(/measured \ds ago/, 'OOM-killed');
  await demo.fault({ kind: 'rest', mode: 'unavailable' });
  try {
    await screen.why.press('why.measure-again');
    await screen.why.shows(/not measured: /, 'OOM-killed', /measured \d+s ago/);
  } finally {
    await demo.fault({ kind: 'rest', mode: 'ok' });
  }
});

test('why of one job shows its findings only, and the cursor stays on its step when they are measured again', async () => {
  const screen = await attach();
  screen.commandLine.run('why "Order enrichment"');
  await screen.why.isTitled('What is wrong › Order enrichment');
  await screen.why.shows('1 finding in Order enrichment', 'Order enrichment restarts again and again', /measured \ds/);
  await screen.why.shows(/▶ See the exceptions and their traces/);
  screen.type('j');
  await screen.why.shows(/▶ Read the errors in the log of the pod/);
  await screen.why.press('why.measure-again');
  await screen.why.shows('measuring…');
  await screen.why.shows(/measured \ds/, /▶ Read the errors in the log of the pod/);
});

test('each step of each finding is a command that reads', async () => {
  const connection = await connect({ clusterId: demo.clusterId }, new AbortController().signal);
  const services = { frontend: 'subcommand', connection, snapshot: undefined, now: Date.now } as const;
  const { findings } = await readDiagnosis(services, { selector: undefined }, new AbortController().signal);
  await connection.close();
  const commands = findings.flatMap(({ next }) => next.flatMap(({ command }) => command ?? []));
  assert.ok(commands.length > findings.length, commands.join('\n'));
  for (const command of commands) assert.equal(parseCommandLine(command)?.command.needs, 'read', command);
});
