import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import { httpRequest } from '../session/forwards/http-request.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, sessionSnapshot } from '../support/session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const leader = 'my-first-flink-cluster-7d9c8b6f4-x2x9k';
/** The start of the warning about an address that others can reach. */
const exposed = 'Anyone who can reach 0.0.0.0 on this computer';
let jobManager: Server;

before(async () => {
  jobManager = createServer((_, response) => response.end('the Web UI'));
  await new Promise<void>((resolve) => jobManager.listen(0, '127.0.0.1', resolve));
});
after(() => {
  jobManager.closeAllConnections();
  jobManager.close();
});

/** A Kubernetes API with one JobManager, which is a real HTTP server. */
function kubernetes(overrides: Partial<KubernetesApi> = {}): Partial<KubernetesApi> {
  const { port } = jobManager.address() as AddressInfo;
  const pod = {
    metadata: { name: leader, labels: { component: 'jobmanager' } },
    status: { phase: 'Running' },
    spec: { containers: [{ name: 'flink-main-container', ports: [{ name: 'rest', containerPort: port }] }] },
  };
  return {
    list: async () => [pod] as never,
    get: async () => {
      throw new KubernetesError('not-found', 'no such object');
    },
    forward: async ({ port: to }) => connect({ port: to, host: '127.0.0.1', allowHalfOpen: true }),
    ...overrides,
  };
}

async function open(overrides: Partial<KubernetesApi> = {}) {
  const risk = {
    message: 'type NodePort may expose REST',
    next: 'Restrict access now: kubectl patch service red-rest',
  };
  const service = { type: 'NodePort', address: '172.18.0.2:30081', reach: 'port 30081 of every node', risk } as const;
  const session = fakeSession(sessionSnapshot({ service }), {}, kubernetes(overrides));
  const screen = openScreen({ target, source: { attach: async () => session } }, { columns: 100, rows: 30 });
  await screen.jobs.contains('TopSpeedWindowing');
  return { session, screen };
}

test('forwards the Web UI and shows state, traffic and Service', async () => {
  const { session, screen } = await open();
  screen.press('forwards.show');
  const service = [
    ' The Service is of type NodePort: 172.18.0.2:30081, port 30081 of every node',
    ' Warning: type NodePort may expose REST. Restrict access now: kubectl patch service red-rest',
  ];
  await screen.forwards.shows([' No port forwards', /n forwards the Web UI/, ...service]);
  await screen.forwards.press('forwards.web-ui');
  await screen.forwards.contains('● live');
  const [forward] = session.connection.forwards.list();
  assert.match(forward?.url ?? '', /^http:\/\/127\.0\.0\.1:80[89]\d$/);
  assert.equal((await httpRequest(`${forward?.url}/`)).body, 'the Web UI');
  assert.ok(screen.terminal.written().includes(`\x1b]8;;${forward?.url}`), 'the URL is a link');
  await screen.forwards.shows([
    `▶ ● live ${forward?.url} to the Web UI`,
    /^ +0 open of [1-9]\d* connections · [^·]+ from the pod, [^·]+ to it · for \d+s$/,
    '    via 7d9c8b6f4-x2x9k',
    ...service,
  ]);
});

test('lists forwards that a typed command started, copies a URL, and stops one or all', async () => {
  const { session, screen } = await open();
  screen.commandLine.run('port-forward :8081 :9249');
  await screen.forwards.isTitled('Port forwards (2)');
  const [first, second] = session.connection.forwards.list().map(({ url }) => url);
  const row = (mark: string, url: string | undefined, port: number) =>
    new RegExp(`^${mark} . \\w+ ${url} to port ${port} of the leading JobManager$`);
  const details = [/0 open of 0 connections/, /^ {4}\S/];
  const service = [/The Service is/, /Warning/];
  await screen.forwards.shows([row(' ', first, 8081), ...details, row('▶', second, 9249), ...details, ...service]);
  await screen.forwards.moveUp();
  await screen.forwards.shows([row('▶', first, 8081), ...details, row(' ', second, 9249), ...details, ...service]);
  await screen.forwards.press('forwards.copy');
  await screen.copied(first ?? '');
  await screen.forwards.press('forwards.stop');
  await screen.forwards.isTitled('Port forwards (1)');
  await screen.forwards.shows([row('▶', second, 9249), ...details, ...service]);
  assert.deepEqual(
    session.connection.forwards.list().map(({ target: to }) => to),
    [{ kind: 'job-manager', port: 9249 }],
  );
  await screen.forwards.press('forwards.stop-all');
  await screen.forwards.isTitled('Port forwards (0)');
  await screen.forwards.shows([' No port forwards', /n forwards the Web UI/, ...service]);
  await screen.forwards.press('forwards.close');
  await screen.forwards.isClosed();
});

test('shows the reason for a waiting forward, then shows the forward as live again', async () => {
  let isGone = false;
  const { port } = jobManager.address() as AddressInfo;
  const { session, screen } = await open({
    forward: async () => {
      if (isGone) throw new KubernetesError('unreachable', 'no connection: no process listens on the port');
      return connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    },
  });
  screen.press('forwards.show');
  await screen.forwards.press('forwards.web-ui');
  await screen.forwards.contains('▶ ● live http');
  isGone = true;
  const [forward] = session.connection.forwards.list();
  const waiting = httpRequest(`${forward?.url}/`);
  await screen.forwards.contains('▶ ▲ waiting http', 'no connection: no process listens on the port');
  await screen.header.shows('forward waiting');
  isGone = false;
  assert.equal((await waiting).body, 'the Web UI');
  await screen.forwards.contains(
    '▶ ● live http',
    /via 7d9c8b6f4-x2x9k · last error [\d:]{8} \(\d+s ago\): no connection/,
  );
});

test('Enter opens the forwarded URL in the browser', async (t) => {
  const folder = await temporaryFolder(t);
  const [browser, seen] = [join(folder, 'browser'), join(folder, 'seen')];
  await writeFile(browser, `#!/bin/sh\necho "$1" > ${seen}\n`);
  await chmod(browser, 0o755);
  const { BROWSER: previous } = process.env;
  process.env.BROWSER = browser;
  t.after(() => {
    if (previous === undefined) delete process.env.BROWSER;
    else process.env.BROWSER = previous;
  });
  const { session, screen } = await open();
  screen.press('forwards.show');
  await screen.forwards.press('forwards.web-ui');
  await screen.forwards.contains('● live http');
  await screen.forwards.press('forwards.open');
  await screen.message(/^Opening http:\/\/127\.0\.0\.1/);
  const [forward] = session.connection.forwards.list();
  for (let text = ''; text !== `${forward?.url}\n`; ) text = await readFile(seen, 'utf8').catch(() => '');
});

test('accepts a typed command while the list of forwards is open', async () => {
  const { session, screen } = await open();
  screen.press('forwards.show');
  await screen.forwards.press('forwards.command');
  await screen.commandLine.replace('port-forward :8081');
  await screen.forwards.isTitled('Port forwards (1)');
  assert.equal(session.connection.forwards.list().length, 1);
});

test('asks for confirmation of an address that others can reach, and forwards nothing after No', async () => {
  const { session, screen } = await open();
  screen.commandLine.run('port-forward :8081 --address 0.0.0.0');
  await screen.dialog.shows(exposed);
  await screen.dialog.offers(['▶ Go back', '  Forward port']);
  await screen.dialog.decline();
  await screen.message('Nothing changed: the port stays closed');
  assert.deepEqual(session.connection.forwards.list(), []);
});

/** Local state in memory that several screens share. */
function localState() {
  const kept = new Map<string, string>();
  return {
    user: 'ann@laptop',
    journals: '/dev/null/journal',
    read: async (name: string) => kept.get(name),
    write: async (name: string, text: string | undefined) => {
      if (text === undefined) kept.delete(name);
      else kept.set(name, text);
      return true;
    },
  };
}

function attachWithMemory(local: ReturnType<typeof localState>, rememberForwards: 'never' | 'ask' | 'always') {
  const session = fakeSession(sessionSnapshot(), {}, kubernetes({ server: 'https://127.0.0.1:6443' }));
  const screen = openScreen(
    { target, source: { attach: async () => session }, local, rememberForwards },
    { columns: 100, rows: 30 },
  );
  return { session, screen };
}

test('offers the previous forwards at the next attach and restores them after Yes', async () => {
  const local = localState();
  const first = attachWithMemory(local, 'ask');
  await first.screen.jobs.contains('TopSpeedWindowing');
  first.screen.commandLine.run('port-forward :8081');
  await first.screen.forwards.isTitled('Port forwards (1)');
  const [{ localPort } = { localPort: 0 }] = first.session.connection.forwards.list();
  await first.screen.terminal.close();

  const no = attachWithMemory(local, 'ask');
  await no.screen.dialog.isTitled('Restore the previous port forward?');
  await no.screen.dialog.shows(`127.0.0.1:${localPort} to port 8081 of the leading JobManager`);
  await no.screen.dialog.offers(['▶ Not now', '  Restore port forward']);
  await no.screen.dialog.acceptDefault();
  await no.screen.message('Nothing changed: the port stays closed');
  assert.deepEqual(no.session.connection.forwards.list(), []);
  await no.screen.terminal.close();

  const yes = attachWithMemory(local, 'ask');
  await yes.screen.dialog.isTitled('Restore the previous port forward?');
  await yes.screen.dialog.confirm();
  await yes.screen.message(`Restored http://127.0.0.1:${localPort}…`);
  yes.screen.press('forwards.show');
  await yes.screen.forwards.press('forwards.stop');
  await yes.screen.forwards.isTitled('Port forwards (0)');
  await yes.screen.terminal.close();

  const after = attachWithMemory(local, 'ask');
  await after.screen.jobs.contains('TopSpeedWindowing');
  after.screen.press('forwards.show');
  await after.screen.forwards.shows([' No port forwards', /n forwards the Web UI/]);
});

test('restores forwards without a question with "always", and saves nothing with "never"', async () => {
  const local = localState();
  const never = attachWithMemory(local, 'never');
  await never.screen.jobs.contains('TopSpeedWindowing');
  never.screen.commandLine.run('port-forward :8081');
  await never.screen.forwards.isTitled('Port forwards (1)');
  await never.screen.terminal.close();

  const first = attachWithMemory(local, 'always');
  await first.screen.jobs.contains('TopSpeedWindowing');
  assert.deepEqual(first.session.connection.forwards.list(), []);
  first.screen.commandLine.run('port-forward :8081');
  await first.screen.forwards.isTitled('Port forwards (1)');
  await first.screen.terminal.close();

  const second = attachWithMemory(local, 'always');
  await second.screen.message('Restored http://127.0.0.1:…');
  assert.equal(second.session.connection.forwards.list().length, 1);
});

test('asks for confirmation of addresses that others can reach, even with "always"', async () => {
  const local = localState();
  const first = attachWithMemory(local, 'always');
  await first.screen.jobs.contains('TopSpeedWindowing');
  first.screen.commandLine.run('port-forward :8081 --address 0.0.0.0');
  await first.screen.dialog.shows(exposed);
  await first.screen.dialog.confirm();
  await first.screen.forwards.isTitled('Port forwards (1)');
  await first.screen.forwards.press('forwards.command');
  await first.screen.commandLine.replace('port-forward :6123');
  await first.screen.forwards.isTitled('Port forwards (2)');
  await first.screen.terminal.close();

  const second = attachWithMemory(local, 'always');
  await second.screen.dialog.isTitled('Restore the previous port forward?');
  await second.screen.dialog.shows(exposed);
  await second.screen.terminal.until('the local forward', () => second.session.connection.forwards.list().length === 1);
  assert.equal(second.session.connection.forwards.list()[0]?.address, '127.0.0.1');
  await second.screen.dialog.confirm();
  await second.screen.terminal.until('both forwards', () => second.session.connection.forwards.list().length === 2);
});
