import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { connectionOf, sendRequest } from '../test-client.ts';
import { pod, podsPath, startCluster, type TestCluster } from '../test-cluster.ts';

function dial(
  { server }: TestCluster,
  query: string,
  { protocols = ['v5.channel.k8s.io'], user = 'admin' as 'admin' | 'viewer' } = {},
): WebSocket {
  const { url, ca, headers } = connectionOf(server, user);
  return new WebSocket(`${url.replace('https', 'wss')}${podsPath}/a/exec?${query}`, protocols, { ca, headers });
}

/** Collects the data of each channel until the connection is closed. */
async function receiveAll(socket: WebSocket): Promise<ReadonlyMap<number, string>> {
  const received = new Map<number, string>();
  socket.on('message', (data: Buffer) => {
    const [channel = 0] = data;
    received.set(channel, (received.get(channel) ?? '') + data.subarray(1).toString());
  });
  await once(socket, 'close');
  return received;
}

test('sends the output and success of a command', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  const socket = dial(cluster, 'command=echo&command=one&command=two%20three&container=main&stdout=true&stderr=true');
  const received = await receiveAll(socket);
  assert.equal(socket.protocol, 'v5.channel.k8s.io');
  assert.equal(received.get(1), 'one two three\n');
  assert.equal(received.get(2), undefined);
  assert.deepEqual(JSON.parse(received.get(3) ?? ''), { metadata: {}, status: 'Success' });
  assert.equal(cluster.server.requests().at(-1)?.status, 101);
});

test('sends the exit code of a failed command over the v4 protocol', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  const received = await receiveAll(
    dial(cluster, 'command=false&stdout=true&stderr=true', { protocols: ['v4.channel.k8s.io'] }),
  );
  assert.equal(received.get(1), 'partial output\n');
  assert.equal(received.get(2), 'false: failed\n');
  const { reason, details } = JSON.parse(received.get(3) ?? '');
  assert.deepEqual([reason, details], ['NonZeroExitCode', { causes: [{ reason: 'ExitCode', message: '3' }] }]);
});

const invalidRequests = [
  ['command=echo', {}, 400],
  ['command=echo&stdout=true&container=other', {}, 400],
  ['command=echo&stdout=true', { protocols: ['v9.channel.k8s.io'] }, 403],
  ['command=echo&stdout=true', { user: 'viewer' as const }, 403],
] as const;

test('rejects an invalid exec request before the protocol upgrade', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  for (const [query, options, expected] of invalidRequests) {
    const [request, response] = await once(dial(cluster, query, options as never), 'unexpected-response');
    assert.equal(response.statusCode, expected, query);
    request.destroy();
  }
  const plain = await sendRequest(cluster.server, `${podsPath}/a/exec?command=echo&stdout=true`);
  assert.equal(plain.status, 400);
  assert.match(plain.body, /Upgrade request required/);
});
