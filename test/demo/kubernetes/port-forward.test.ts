import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { connectionOf } from './test-client.ts';
import { pod, podsPath, startCluster, type TestCluster } from './test-cluster.ts';

function dial({ server }: TestCluster, path: string, protocols: readonly string[] = ['v4.channel.k8s.io']): WebSocket {
  const { url, ca, headers } = connectionOf(server);
  return new WebSocket(`${url.replace('https', 'wss')}${path}`, [...protocols], { ca, headers });
}

/** Collects the data of each channel until the connection is closed. */
async function receiveAll(socket: WebSocket): Promise<Map<number, Buffer>> {
  const received = new Map<number, Buffer>();
  socket.on('message', (data: Buffer) => {
    const [channel = 0] = data;
    received.set(channel, Buffer.concat([received.get(channel) ?? Buffer.alloc(0), data.subarray(1)]));
  });
  await once(socket, 'close');
  return received;
}

test('each channel starts with its port, followed by data from the pod', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  const socket = dial(cluster, `${podsPath}/a/portforward?ports=8081`);
  const received = receiveAll(socket);
  await once(socket, 'open');
  socket.send(Buffer.from('\0GET /config HTTP/1.1\r\n\r\n'));
  const channels = await received;
  assert.equal(channels.get(0)?.readUInt16LE(0), 8081);
  assert.equal(channels.get(1)?.readUInt16LE(0), 8081);
  assert.equal(
    channels.get(0)?.subarray(2).toString(),
    'HTTP/1.1 202 Accepted\r\ncontent-length: 30\r\n\r\nreceived: GET /config HTTP/1.1',
  );
  assert.equal(channels.get(1)?.length, 2, 'the error channel is empty');
  assert.deepEqual(cluster.server.requests().at(-1), {
    method: 'GET',
    path: `${podsPath}/a/portforward?ports=8081`,
    user: 'admin',
    status: 101,
  });
});

test('reports a closed port on the error channel and closes the connection', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  const channels = await receiveAll(dial(cluster, `${podsPath}/a/portforward?ports=7`));
  assert.match(
    channels.get(1)?.subarray(2).toString() ?? '',
    /^error forwarding port 7 to pod [0-9a-f]{64}, uid : .*dial tcp4 127\.0\.0\.1:7: connect: connection refused/,
  );
});

test('transfers 4 MB unchanged in both directions', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  const socket = dial(cluster, `${podsPath}/a/portforward?ports=8081`);
  const bytes = Buffer.alloc(4_000_000, 'flink');
  let received = Buffer.alloc(0);
  socket.on('message', (data: Buffer) => {
    if (data[0] !== 0) return;
    received = Buffer.concat([received, data.subarray(1)]);
    if (received.length === bytes.length + 2) socket.close();
  });
  await once(socket, 'open');
  for (let offset = 0; offset < bytes.length; offset += 100_000) {
    socket.send(Buffer.concat([Buffer.from([0]), bytes.subarray(offset, offset + 100_000)]));
  }
  await once(socket, 'close');
  assert.ok(received.subarray(2).equals(bytes));
});

const invalidRequests = [
  [`${podsPath}/nope/portforward?ports=8081`, ['v4.channel.k8s.io'], 404],
  [`${podsPath}/a/portforward?ports=x`, ['v4.channel.k8s.io'], 400],
  [`${podsPath}/a/portforward`, ['v4.channel.k8s.io'], 400],
  [`${podsPath}/a/portforward?ports=8081`, ['v9.channel.k8s.io'], 403],
] as const;

test('rejects an invalid port forward before the protocol upgrade', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  for (const [path, protocols, expected] of invalidRequests) {
    const socket = dial(cluster, path, protocols);
    const [request, response] = await once(socket, 'unexpected-response');
    assert.equal(response.statusCode, expected, path);
    request.destroy();
  }
});
