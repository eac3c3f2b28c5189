import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { logLevel } from '../../src/commands/log-level/log-level.ts';
import type { Services } from '../../src/commands/record/command.ts';
import type { LocalState } from '../../src/commands/record/local-state.ts';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { flinkConfigMapName } from '../../src/flink/names.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { ConfigMap } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { pendingLevelsAnnotation } from '../../src/session/levels/pending-levels.ts';
import type { Connection } from '../../src/session/session.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';

const key = 'log4j-console.properties';
const { signal } = new AbortController();
let demo: Demo;
let connection: Connection;
let original: string;

beforeEach(async () => {
  demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  connection = await connect();
  original = await readFile();
});
afterEach(async () => {
  await connection.close();
  await connection.kubernetes.close();
  await demo.close();
});

async function connect(): Promise<Connection> {
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  return connectSession(kubernetes, { clusterId: demo.clusterId, namespace: demo.namespace }, signal);
}

function open({ columns = 160, rows = 50 } = {}, local?: LocalState) {
  const source = { attach: async () => watchSession(await connect()) };
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  return openScreen({ target, source, ...(local && { local }) }, { columns, rows });
}

const path = () => ({
  resource: resources.configMaps,
  namespace: demo.namespace,
  name: flinkConfigMapName(demo.clusterId),
});
const readFile = async () => (await connection.kubernetes.get<ConfigMap>(path())).data?.[key] ?? '';

/** Changes the file as another user would with an editor. */
async function edit(from: string, to: string): Promise<void> {
  await connection.kubernetes.patch(path(), { data: { [key]: (await readFile()).replace(from, to) } });
}

/** Sets a level with `--for` and advances the clock, so that the revert is overdue. */
async function leaveOverdue(local?: LocalState): Promise<void> {
  const services: Services = { frontend: 'subcommand', connection, snapshot: undefined, now: Date.now, local };
  const input = { arguments: ['root', 'WARN'], options: { for: 1000, 'no-wait': true as const } };
  for await (const _ of logLevel.run(services, await logLevel.plan(services, input, signal), signal));
  assert.notEqual(await readFile(), original);
  await demo.fault({ kind: 'clock', aheadMs: 6000 });
}

for (const size of [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
]) {
  test(`sets and reverts a level after confirmation at ${size.columns}x${size.rows}`, async () => {
    const screen = open(size);
    await screen.pods.contains('★ leader');
    screen.press('levels.open');
    await screen.levels.isTitled(/^Levels \(\d+\)/);
    await screen.levels.contains(
      /▶ root INFO/,
      /org\.apache\.kafka INFO/,
      'Existing and new pods read log4j-console.properties every 30 s',
    );
    await screen.levels.press('levels.debug');
    await screen.dialog.isTitled('Set root to DEBUG?');
    await screen.dialog.shows('+ rootLogger.level = DEBUG');
    await screen.dialog.offers(['▶ Keep INFO', '  Set DEBUG']);
    await screen.dialog.confirm();
    await screen.toast.shows('✓ Done', /root is DEBUG in (\d) of \1 pods/);
    assert.match(await readFile(), /^rootLogger\.level = DEBUG$/m);
    screen.activities.open();
    await screen.activities.press('activities.open');
    await screen.result.shows('root: DEBUG (was INFO)', /live \d\.\d s/);
    await screen.result.press('text.close');
    await screen.activities.press('activities.close');
    await screen.activities.isClosed();
    screen.press('levels.open');
    await screen.levels.contains(/▶● *root DEBUG .*set \d+s ago/);
    await screen.levels.press('levels.undo');
    await screen.dialog.isTitled('Revert root DEBUG?');
    await screen.dialog.confirm();
    await screen.message(/^… Revert root DEBUG: Synced in \d of \d pods/);
    assert.equal(await readFile(), original);
  });
}

test('lists and filters loggers seen in the logs', async () => {
  const screen = open();
  await screen.logs.contains(/INFO \w+ - /);
  screen.press('levels.open');
  await screen.levels.press('levels.filter');
  screen.type('resourcemanager');
  await screen.levels.contains('/resourcemanager');
  await screen.levels.contains(
    /▶ org\.apache\.flink\.kubernetes\.KubernetesResourceManagerDriver INFO \d+ inherited from root/,
  );
  screen.press('levels.keep-filter');
  await screen.footer.shows('u undo');
  screen.press('levels.back');
  await screen.levels.contains(/▶ root/);
  await screen.levels.press('levels.undo');
  await screen.message('flink-tui has not set the level of root');
});

test('completes loggers and levels of a typed command, and reverts the level after the time of --for', async () => {
  const screen = open();
  await screen.pods.contains('★ leader');
  screen.press('command-line.open');
  screen.commandLine.type('log-level org.apache.ka');
  screen.press('command-line.complete');
  await screen.commandLine.shows(':log-level org.apache.kafka ');
  screen.commandLine.type('de');
  screen.press('command-line.complete');
  screen.commandLine.type('--for 3s');
  screen.commandLine.accept();
  await screen.dialog.isTitled('Set org.apache.kafka to DEBUG?');
  await screen.dialog.shows('Reverts automatically after 3s');
  await screen.dialog.confirm();
  await screen.toast.shows(/kafka is DEBUG in \d of \d pods/);
  await screen.message(/… Revert org\.apache\.kafka DEBUG: Synced in \d of \d pods/);
  assert.equal(await readFile(), original);
});

test('reverts overdue levels at the next attach', async () => {
  await leaveOverdue();
  const screen = open();
  await screen.message(/… Revert root WARN: Synced in \d of \d pods/);
  assert.equal(await readFile(), original);
});

test('reports an overdue level without a dialog if someone else changed the same lines', async () => {
  await leaveOverdue();
  await edit('rootLogger.level = WARN', 'rootLogger.level = ERROR');
  const screen = open();
  await screen.message('cannot revert root WARN (run :log-level --overdue): someone else changed the same lines…');
  assert.equal(screen.dialog.frame(), undefined);
  assert.match(await readFile(), /^rootLogger\.level = ERROR$/m);
  screen.commandLine.run('log-level --overdue');
  await screen.dialog.isTitled('Revert root WARN?');
});

test('reports overdue levels at attach if only the local state contains them', async () => {
  const kept = new Map<string, string>();
  const local = {
    user: 'ann@laptop',
    journals: '/dev/null/journal',
    read: async (name: string) => kept.get(name),
    write: async (name: string, text: string | undefined) => kept.set(name, text ?? '') !== undefined,
  };
  await leaveOverdue(local);
  await connection.kubernetes.patch(path(), { metadata: { annotations: { [pendingLevelsAnnotation]: null } } });
  const screen = open({}, local);
  await screen.message(/^root is still WARN: revert overdue by \ds, run :log-level --overdue/);
  assert.match(await readFile(), /^rootLogger\.level = WARN$/m);
});

test('on exit, prints the changed levels and the commands that revert them', async () => {
  const screen = open();
  await screen.pods.contains('★ leader');
  screen.commandLine.run('log-level org.late TRACE --no-wait');
  await screen.dialog.isTitled('Set org.late to TRACE?');
  await screen.dialog.confirm();
  await screen.toast.shows('late is TRACE');
  await screen.header.shows('levels: late TRACE');
  screen.press('session.quit');
  const { report } = await screen.terminal.exit;
  assert.deepEqual(report, [
    {
      kind: 'remains',
      text: 'org.late stays at TRACE',
      details: [`Revert now: flink-tui log-level ${demo.clusterId} -n ${demo.namespace} org.late --undo`],
    },
  ]);
});

test('shows the new diff and asks again after a concurrent change', async () => {
  const screen = open();
  await screen.pods.contains('★ leader');
  screen.commandLine.run('log-level org.apache.kafka TRACE');
  await screen.dialog.shows('- logger.kafka.level = INFO');
  await edit('logger.kafka.level = INFO', 'logger.kafka.level = ERROR');
  await screen.dialog.confirm();
  await screen.dialog.shows('- logger.kafka.level = ERROR');
  await screen.message(
    /cannot write log4j-console\.properties: it was changed after the plan was made, by another flink-tui at \S+/,
  );
  assert.match(await readFile(), /^logger\.kafka\.level = ERROR$/m);
});
