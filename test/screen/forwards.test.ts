import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import { httpRequest } from '../session/forwards/http-request.ts';
import { fakeSession, sessionSnapshot } from '../support/session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal } from '../support/terminal.ts';

const target = { clusterId: 'my-first-flink-cluster' };
const leader = 'my-first-flink-cluster-7d9c8b6f4-x2x9k';
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
  const risk = { message: 'type NodePort may expose REST', next: 'Close it now: kubectl patch service red-rest' };
  const service = { type: 'NodePort', address: '172.18.0.2:30081', reach: 'port 30081 of every node', risk } as const;
  const session = fakeSession(sessionSnapshot({ service }), {}, kubernetes(overrides));
  const terminal = openTerminal(
    { target, source: { attach: async () => session, find: async () => [] } },
    { columns: 100, rows: 30 },
  );
  await terminal.sees('TopSpeedWindowing');
  return { session, terminal };
}

test('forwards the Web UI with F, n and shows state, traffic and Service', async () => {
  const { session, terminal } = await open();
  terminal.keys('F');
  await terminal.sees('No port forwards.');
  await terminal.sees('The Service is of type NodePort: 172.18.0.2:30081');
  await terminal.sees('Warning: type NodePort may expose REST. Close it now: kubectl patch service red-rest');
  terminal.keys('n');
  await terminal.sees(/▶ ● live +http:\/\/127\.0\.0\.1:80[89]\d to the Web UI/);
  await terminal.sees('via 7d9c8b6f4-x2x9k');
  const [forward] = session.connection.forwards.list();
  assert.equal((await httpRequest(`${forward?.url}/`)).body, 'the Web UI');
  await terminal.sees(/0 open of [1-9]\d* connections · [^·]+ from the pod, [^·]+ to it · for \d+s/);
});

test('lists forwards from the command line; y copies the URL, x stops one, X stops all', async () => {
  const { session, terminal } = await open();
  terminal.keys(':port-forward :8081 :9249\r');
  await terminal.sees('Port forwards (2)');
  await terminal.sees(/to port 8081 of the leading JobManager/);
  await terminal.sees(/▶ . \w+ +http:\/\/127\.0\.0\.1:\d+ to port 9249 of the leading JobManager/);
  terminal.keys('ky');
  const [first] = session.connection.forwards.list();
  const copied = Buffer.from(first?.url ?? '').toString('base64');
  await terminal.until('the URL in the clipboard', () => terminal.written().includes(`]52;c;${copied}`));
  terminal.keys('x');
  await terminal.sees('Port forwards (1)');
  assert.deepEqual(
    session.connection.forwards.list().map(({ target: to }) => to),
    [{ kind: 'job-manager', port: 9249 }],
  );
  terminal.keys('X');
  await terminal.sees('Port forwards (0)');
  terminal.keys('\x1b');
  await terminal.seesNo('Port forwards (0)');
});

test('shows why a pod does not respond, and recovers', async () => {
  let isGone = false;
  const { port } = jobManager.address() as AddressInfo;
  const { session, terminal } = await open({
    forward: async () => {
      if (isGone) throw new KubernetesError('unreachable', 'There is no connection to it: nothing listens there.');
      return connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    },
  });
  terminal.keys('Fn');
  await terminal.sees(/● live +http/);
  isGone = true;
  const [forward] = session.connection.forwards.list();
  const waiting = httpRequest(`${forward?.url}/`);
  await terminal.sees(/▲ waiting +http/);
  await terminal.sees('There is no connection to it: nothing listens there.');
  await terminal.sees(/^ forward waiting +TaskManagers 2/m);
  isGone = false;
  assert.equal((await waiting).body, 'the Web UI');
  await terminal.sees(/● live +http/);
  await terminal.sees(/via 7d9c8b6f4-x2x9k · last error \d+s ago: There is no connection to it/);
});

test('opens the page in the browser with Enter', async (t) => {
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
  const { session, terminal } = await open();
  terminal.keys('Fn');
  await terminal.sees(/● live +http/);
  terminal.keys('\r');
  await terminal.sees('Opening http://127.0.0.1');
  const [forward] = session.connection.forwards.list();
  for (let text = ''; text !== `${forward?.url}\n`; ) text = await readFile(seen, 'utf8').catch(() => '');
});

test('accepts a typed command over the list', async () => {
  const { session, terminal } = await open();
  terminal.keys('F:port-forward :8081\r');
  await terminal.sees('Port forwards (1)');
  assert.equal(session.connection.forwards.list().length, 1);
});

test('confirms an address that others can reach, and opens nothing after No', async () => {
  const { session, terminal } = await open();
  terminal.keys(':port-forward :8081 --address 0.0.0.0\r');
  await terminal.sees('Anyone who can reach 0.0.0.0 on this computer');
  terminal.keys('n');
  await terminal.sees('Not confirmed: Forward');
  assert.deepEqual(session.connection.forwards.list(), []);
});

/** Local state in memory, shared by several attachments. */
function localState() {
  const kept = new Map<string, string>();
  return {
    user: 'ann@laptop',
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
  const terminal = openTerminal(
    { target, source: { attach: async () => session, find: async () => [] }, local, rememberForwards },
    { columns: 100, rows: 30 },
  );
  return { session, terminal };
}

test('offers the previous forwards at the next attach and restores them after Yes', async () => {
  const local = localState();
  const first = attachWithMemory(local, 'ask');
  await first.terminal.sees('TopSpeedWindowing');
  first.terminal.keys(':port-forward :8081\r');
  await first.terminal.sees('Port forwards (1)');
  const [{ localPort } = { localPort: 0 }] = first.session.connection.forwards.list();
  await first.terminal.close();

  const no = attachWithMemory(local, 'ask');
  await no.terminal.sees('Restore the previous port forward?');
  await no.terminal.sees(`127.0.0.1:${localPort} to port 8081 of the leading JobManager`);
  no.terminal.keys('\r');
  await no.terminal.sees('Not confirmed: Restore the previous port forward');
  assert.deepEqual(no.session.connection.forwards.list(), []);
  await no.terminal.close();

  const yes = attachWithMemory(local, 'ask');
  await yes.terminal.sees('Restore the previous port forward?');
  yes.terminal.keys('y');
  await yes.terminal.sees(`Restored http://127.0.0.1:${localPort}`);
  yes.terminal.keys('Fx');
  await yes.terminal.sees('Port forwards (0)');
  await yes.terminal.close();

  const after = attachWithMemory(local, 'ask');
  await after.terminal.sees('TopSpeedWindowing');
  after.terminal.keys('F');
  await after.terminal.sees('No port forwards.');
});

test('restores without a question with "always", and saves nothing with "never"', async () => {
  const local = localState();
  const never = attachWithMemory(local, 'never');
  await never.terminal.sees('TopSpeedWindowing');
  never.terminal.keys(':port-forward :8081\r');
  await never.terminal.sees('Port forwards (1)');
  await never.terminal.close();

  const first = attachWithMemory(local, 'always');
  await first.terminal.sees('TopSpeedWindowing');
  assert.deepEqual(first.session.connection.forwards.list(), []);
  first.terminal.keys(':port-forward :8081\r');
  await first.terminal.sees('Port forwards (1)');
  await first.terminal.close();

  const second = attachWithMemory(local, 'always');
  await second.terminal.sees('Restored http://127.0.0.1:');
  assert.equal(second.session.connection.forwards.list().length, 1);
});

test('confirms addresses that others can reach even with "always"', async () => {
  const local = localState();
  const first = attachWithMemory(local, 'always');
  await first.terminal.sees('TopSpeedWindowing');
  first.terminal.keys(':port-forward :8081 --address 0.0.0.0\r');
  await first.terminal.sees('Anyone who can reach 0.0.0.0 on this computer');
  first.terminal.keys('y');
  await first.terminal.sees('Port forwards (1)');
  first.terminal.keys(':port-forward :6123\r');
  await first.terminal.sees('Port forwards (2)');
  await first.terminal.close();

  const second = attachWithMemory(local, 'always');
  await second.terminal.sees('Restore the previous port forward?');
  await second.terminal.sees('Anyone who can reach 0.0.0.0 on this computer');
  await second.terminal.until('the local forward', () => second.session.connection.forwards.list().length === 1);
  assert.equal(second.session.connection.forwards.list()[0]?.address, '127.0.0.1');
  second.terminal.keys('y');
  await second.terminal.until('both forwards', () => second.session.connection.forwards.list().length === 2);
});
