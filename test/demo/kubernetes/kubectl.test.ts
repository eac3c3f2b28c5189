import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { findProgram } from '../../support/find-program.ts';
import { configMap, namespace, pod, startCluster, type TestCluster } from './cluster.ts';

const kubectl = findProgram([process.env.FLINK_TUI_TEST_KUBECTL, 'kubectl'], ['version', '--client']);
const skip = kubectl === undefined ? 'there is no kubectl on this machine' : false;

/** A home without a cache, and the kubeconfig in it. */
function environment(t: TestContext, { server }: TestCluster): NodeJS.ProcessEnv {
  const home = mkdtempSync(join(tmpdir(), 'flink-tui-kubectl-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, 'config');
  writeFileSync(file, server.kubeconfig('admin'));
  return { PATH: process.env.PATH, HOME: home, KUBECONFIG: file };
}

async function run(env: NodeJS.ProcessEnv, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(kubectl ?? '', words, { env });
  return stdout;
}

test('kubectl gets, describes, patches and deletes', { skip }, async (t) => {
  const cluster = await startCluster(t);
  const env = environment(t, cluster);
  cluster.store.create('pods', pod('a'));
  cluster.store.create('configmaps', configMap('settings', { level: 'INFO' }));
  assert.match(await run(env, 'get', 'pods'), /^NAME +READY +STATUS +RESTARTS +AGE\na +1\/1 +Running +0 +\d+s\n$/);
  assert.match(await run(env, 'describe', 'pod', 'a'), /^Name: +a\nNamespace: +default\n/);
  await run(env, 'patch', 'configmap', 'settings', '-p', '{"data":{"level":"DEBUG"}}');
  assert.deepEqual(cluster.store.get('configmaps', namespace, 'settings')?.data, { level: 'DEBUG' });
  cluster.store.subscribe(({ type, object }) => {
    if (type === 'MODIFIED' && object.kind === 'Pod')
      setTimeout(() => cluster.store.remove('pods', namespace, 'a'), 50);
  });
  assert.match(await run(env, 'delete', 'pod', 'a'), /^pod "a" deleted/);
});

test('kubectl follows a log', { skip }, async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  cluster.log.write('2026-01-01T00:00:00Z', 'old');
  const child = spawn(kubectl ?? '', ['logs', '-f', 'a'], { env: environment(t, cluster) });
  t.after(() => child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, 'old');
  cluster.log.write('2026-01-01T00:00:01Z', 'new');
  assert.equal((await lines.next()).value, 'new');
  cluster.log.end();
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

for (const [way, webSockets] of [
  ['a WebSocket', 'true'],
  ['SPDY alone', 'false'],
] as const) {
  test(`kubectl forwards a port over ${way}`, { skip }, async (t) => {
    const cluster = await startCluster(t);
    cluster.store.create('pods', pod('a'));
    const env = { ...environment(t, cluster), KUBECTL_PORT_FORWARD_WEBSOCKETS: webSockets };
    const child = spawn(kubectl ?? '', ['port-forward', '--address=127.0.0.1', 'pod/a', ':8081'], { env });
    t.after(() => child.kill());
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value: forwarding = '' } = await lines.next();
    const [, address] = /^Forwarding from (\S+) -> 8081$/.exec(forwarding) ?? [];
    for (const path of ['/config', '/overview']) {
      const answer = await fetch(`http://${address}${path}`);
      assert.equal(await answer.text(), `you asked: GET ${path} HTTP/1.1`);
    }
    assert.equal(cluster.server.requests().at(-1)?.method, webSockets === 'true' ? 'GET' : 'POST');
  });
}
