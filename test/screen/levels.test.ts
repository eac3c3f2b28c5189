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
import { openTerminal } from '../support/terminal.ts';

const key = 'log4j-console.properties';
const { signal } = new AbortController();
let demo: Demo;
let connection: Connection;
let original: string;

beforeEach(async () => {
  demo = await startDemo({ speed: 20 });
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
  const source = { attach: async () => watchSession(await connect()), find: async () => [] };
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  return openTerminal({ target, source, ...(local && { local }) }, { columns, rows });
}

const path = () => ({
  resource: resources.configMaps,
  namespace: demo.namespace,
  name: flinkConfigMapName(demo.clusterId),
});
const readFile = async () => (await connection.kubernetes.get<ConfigMap>(path())).data?.[key] ?? '';

/** Changes the file like another user with an editor. */
async function edit(from: string, to: string): Promise<void> {
  await connection.kubernetes.patch(path(), { data: { [key]: (await readFile()).replace(from, to) } });
}

/** Leaves an overdue level, like an ended flink-tui with `--for`. */
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
  test(`sets a level by its letter after confirming the diff and shows when it is live, at ${size.columns}x${size.rows}`, async () => {
    const terminal = open(size);
    await terminal.sees('★ leader');
    terminal.keys('v');
    await terminal.sees(/┏━ Levels \(\d+\)/);
    await terminal.sees(/▶ +root +INFO/);
    await terminal.sees(/org\.apache\.kafka +INFO/);
    await terminal.sees('log4j-console.properties is read every 30 s, also by new TaskManagers.');
    terminal.keys('d');
    await terminal.sees('┏━ Set root to DEBUG?');
    await terminal.sees(/\+ rootLogger\.level = DEBUG/);
    await terminal.sees('No, go back');
    terminal.keys('y');
    await terminal.sees('root DEBUG');
    await terminal.sees(/live +\d\.\d s/);
    assert.match(await readFile(), /^rootLogger\.level = DEBUG$/m);
    terminal.keys('\x1b');
    await terminal.seesNo('LIVE AFTER');
    terminal.keys('v');
    await terminal.sees(/▶\+ *root +DEBUG .*set \d+s ago/);
    terminal.keys('u');
    await terminal.sees('┏━ Revert root DEBUG?');
    terminal.keys('y');
    await terminal.sees(/… Revert root DEBUG: Synced in \d of \d pods/);
    assert.equal(await readFile(), original);
  });
}

test('lists and filters loggers seen in the logs', async () => {
  const terminal = open();
  await terminal.sees(/INFO {2}\w+ - /);
  terminal.keys('v/resourcemanager');
  await terminal.sees('/resourcemanager');
  await terminal.sees(/▶ +org\.apache\.flink\.runtime\.resourcemanager\.\S+ +INFO +\d+ +inherited from root/);
  terminal.keys('\r');
  await terminal.sees('u undo');
  terminal.keys('\x1b');
  await terminal.sees(/▶ +root/);
  terminal.keys('u');
  await terminal.sees('flink-tui has not set the level of root');
});

test('completes loggers and levels of a typed command, and reverts after --for', async () => {
  const terminal = open();
  await terminal.sees('★ leader');
  terminal.keys(':log-level org.apache.ka\t');
  await terminal.sees(/^:log-level org\.apache\.kafka /m);
  terminal.keys('de\t--for 3s\r');
  await terminal.sees('┏━ Set org.apache.kafka to DEBUG?');
  await terminal.sees('Reverts automatically after 3s');
  terminal.keys('y');
  await terminal.sees('org.apache.kafka DEBUG');
  await terminal.sees(/… Revert org\.apache\.kafka DEBUG: Synced in \d of \d pods/);
  assert.equal(await readFile(), original);
});

test('reverts overdue levels of an ended flink-tui at the next attach', async () => {
  await leaveOverdue();
  const terminal = open();
  await terminal.sees(/… Revert root WARN: Synced in \d of \d pods/);
  assert.equal(await readFile(), original);
});

test('reports instead of asking if someone else changed the same lines', async () => {
  await leaveOverdue();
  await edit('rootLogger.level = WARN', 'rootLogger.level = ERROR');
  const terminal = open();
  await terminal.sees(
    'root WARN should have been reverted (:log-level --overdue): someone else changed the same lines',
  );
  await terminal.seesNo('Revert root WARN?');
  assert.match(await readFile(), /^rootLogger\.level = ERROR$/m);
  terminal.keys(':log-level --overdue\r');
  await terminal.sees('┏━ Revert root WARN?');
});

test('reports overdue levels known only from local state at attach', async () => {
  const kept = new Map<string, string>();
  const local = {
    user: 'ann@laptop',
    read: async (name: string) => kept.get(name),
    write: async (name: string, text: string | undefined) => kept.set(name, text ?? '') !== undefined,
  };
  await leaveOverdue(local);
  await connection.kubernetes.patch(path(), { metadata: { annotations: { [pendingLevelsAnnotation]: null } } });
  const terminal = open({}, local);
  await terminal.sees(/root is still WARN: revert overdue by \ds, run :log-level --overdue/);
  assert.match(await readFile(), /^rootLogger\.level = WARN$/m);
});

test('prints the changed levels and how to revert them on exit', async () => {
  const terminal = open();
  await terminal.sees('★ leader');
  terminal.keys(':log-level org.late TRACE --no-wait\r');
  await terminal.sees('┏━ Set org.late to TRACE?');
  terminal.keys('y');
  await terminal.sees('org.late: TRACE (was INFO)');
  terminal.keys('\x1b');
  await terminal.seesNo('org.late: TRACE');
  await terminal.sees('levels: late TRACE');
  terminal.keys('q');
  const { lines } = await terminal.exit;
  assert.match(
    lines.join('\n'),
    new RegExp(
      `org\\.late stays at TRACE\\. Revert now: flink-tui log-level ${demo.clusterId} -n ${demo.namespace} org\\.late --undo`,
    ),
  );
});

test('shows the new diff and asks again after a concurrent change', async () => {
  const terminal = open();
  await terminal.sees('★ leader');
  terminal.keys(':log-level org.apache.kafka TRACE\r');
  await terminal.sees('- logger.kafka.level = INFO');
  await edit('logger.kafka.level = INFO', 'logger.kafka.level = ERROR');
  terminal.keys('y');
  await terminal.sees('- logger.kafka.level = ERROR');
  await terminal.sees('file not written: another flink-tui');
  assert.match(await readFile(), /^logger\.kafka\.level = ERROR$/m);
});
