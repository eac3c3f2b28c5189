import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { pod, startCluster } from '../kubernetes/test-cluster.ts';
import { createEnvironment, kubectl, skipReason } from './kubectl.ts';

for (const [protocol, webSockets] of [
  ['a WebSocket', 'true'],
  ['SPDY', 'false'],
] as const) {
  test(`kubectl forwards a port over ${protocol}`, { skip: skipReason }, async (t) => {
    const cluster = await startCluster(t);
    cluster.store.create('pods', pod('a'));
    const env = { ...createEnvironment(t, cluster), KUBECTL_PORT_FORWARD_WEBSOCKETS: webSockets };
    const child = spawn(kubectl, ['port-forward', '--address=127.0.0.1', 'pod/a', ':8081'], { env });
    t.after(() => child.kill());
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value: forwarding = '' } = await lines.next();
    const [, address] = /^Forwarding from (\S+) -> 8081$/.exec(forwarding) ?? [];
    for (const path of ['/config', '/overview']) {
      const response = await fetch(`http://${address}${path}`);
      assert.equal(await response.text(), `received: GET ${path} HTTP/1.1`);
    }
    assert.equal(cluster.server.requests().at(-1)?.method, webSockets === 'true' ? 'GET' : 'POST');
  });
}
