import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventually } from '../../support/eventually.ts';
import { untilBlocked } from '../../support/until-blocked.ts';
import { connectTo, sendStatus, startApiServer } from '../api-server.ts';

const target = { namespace: 'team', pod: 'web-1', port: 8081 };
const port = Buffer.from([8081 & 0xff, 8081 >> 8]);
const data = (payload: string | Buffer) => Buffer.concat([Buffer.of(0), Buffer.from(payload)]);

/** Starts a server that accepts port forwards like the kubelet. The test acts as the pod. */
async function startForwardServer(t: TestContext, onForward: (socket: WebSocket) => void) {
  const server = await startApiServer(t, (_, response) => sendStatus(response, 404, 'pods "web-1" not found'));
  const websockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });
  const urls: string[] = [];
  server.server.on('upgrade', (request, socket, head) => {
    urls.push(request.url ?? '');
    websockets.handleUpgrade(request, socket, head, (websocket) => {
      websocket.send(Buffer.concat([Buffer.of(0), port]));
      websocket.send(Buffer.concat([Buffer.of(1), port]));
      onForward(websocket);
    });
  });
  t.after(() => {
    for (const websocket of websockets.clients) websocket.terminate();
  });
  return { ...server, urls, api: await connectTo(t, server.url) };
}

test('sends bytes in both directions until the pod ends the connection, even after a local half-close', async (t) => {
  const { api, urls } = await startForwardServer(t, (socket) => {
    socket.on('message', (message: Buffer) => {
      assert.equal(message[0], 0);
      socket.send(data(`received ${message.subarray(1)}`), () => setTimeout(() => socket.close(1000), 20));
    });
  });
  const stream = await api.forward(target);
  stream.end('hello');
  assert.equal(await text(stream), 'received hello');
  assert.deepEqual(urls, ['/api/v1/namespaces/team/pods/web-1/portforward?ports=8081']);
});

test('delivers data that the pod sends first', async (t) => {
  const { api } = await startForwardServer(t, (socket) => {
    socket.send(data('welcome'));
    socket.close(1000);
  });
  assert.equal(await text(await api.forward(target)), 'welcome');
});

test('destroys the stream with the reason when the port is closed', async (t) => {
  const { api } = await startForwardServer(t, (socket) => {
    const reason = 'error forwarding port 8081 to pod 1f: dial tcp4 127.0.0.1:8081: connect: connection refused';
    socket.send(Buffer.concat([Buffer.of(1), Buffer.from(reason)]));
  });
  const stream = await api.forward(target);
  const [error] = await once(stream, 'error');
  assert.equal(error.kind, 'unreachable');
  assert.equal(
    error.message,
    'cannot connect to port 8081 of pod web-1 in namespace team: nothing listens there (connection refused)',
  );
});

test('destroys the stream with an error when the connection is lost during a response', async (t) => {
  const { api, cut } = await startForwardServer(t, (socket) => socket.send(data('HTTP/1.1 2')));
  const stream = await api.forward(target);
  await assert.rejects(
    async () => {
      for await (const _ of stream) cut();
    },
    {
      kind: 'unreachable',
      message: /^lost the connection to port 8081 of pod web-1 in namespace team: closed unexpectedly$/,
    },
  );
});

test('closes the connection when the stream is destroyed', async (t) => {
  const pod = new EventEmitter();
  const { api } = await startForwardServer(t, (socket) => socket.on('close', () => pod.emit('ended')));
  const stream = await api.forward(target);
  const ended = once(pod, 'ended');
  stream.destroy();
  await ended;
});

test('applies back-pressure: a slow reader blocks the pod, and a slow pod blocks the writer', async (t) => {
  const total = 32 * 1024 * 1024;
  const piece = Buffer.alloc(64 * 1024);
  let sent = 0;
  const pod = new EventEmitter();
  const { api } = await startForwardServer(t, (socket) => {
    socket.pause();
    const send = () => {
      if (sent >= total) return socket.close(1000);
      sent += piece.length;
      return socket.send(data(piece), send);
    };
    send();
    pod.once('read', () => socket.resume());
  });
  const stream = await api.forward(target);
  assert.equal(stream.write(Buffer.alloc(total)), false);
  let drained = false;
  stream.once('drain', () => {
    drained = true;
  });
  await eventually('the read buffer to fill', () => stream.readableLength >= stream.readableHighWaterMark);
  await untilBlocked(() => sent);
  assert.ok(sent < total, 'the pod sent everything to a reader that does not read');
  assert.ok(stream.readableLength < 2 ** 20, `${stream.readableLength} unread bytes are buffered`);
  assert.equal(drained, false, 'the write finished although the pod does not read');

  pod.emit('read');
  let received = 0;
  for await (const chunk of stream) received += chunk.length;
  assert.equal(received, total);
  assert.equal(drained, true);
});

test('reports the missing permission when the upgrade is denied', async (t) => {
  const server = await startApiServer(t, () => {});
  const message = 'pods "web-1" is forbidden: User "jane" cannot create resource "pods/portforward" in API group ""';
  const body = JSON.stringify({ kind: 'Status', code: 403, message });
  server.server.on('upgrade', (_, socket) =>
    socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
  );
  const api = await connectTo(t, server.url);
  await assert.rejects(api.forward(target), {
    kind: 'forbidden',
    verb: 'create',
    resource: 'pods/portforward',
    message: 'not allowed to create pods/portforward of web-1 in namespace team (403)',
  });
});

test('closes the connection after a denied upgrade, so that the process can exit', async (t) => {
  const server = await startApiServer(t, () => {});
  const connection = Promise.withResolvers<void>();
  server.server.on('upgrade', (_, socket) => {
    socket.once('end', () => connection.resolve());
    socket.resume().write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n{}');
  });
  const api = await connectTo(t, server.url);
  await assert.rejects(api.forward(target), { kind: 'forbidden' });
  await connection.promise;
});

test('rejects on an abort while opening and ignores an abort of an open forward', async (t) => {
  const server = await startApiServer(t, () => {});
  server.server.on('upgrade', () => {});
  const api = await connectTo(t, server.url);
  const abort = new AbortController();
  const forward = api.forward(target, abort.signal);
  await once(server.server, 'upgrade');
  abort.abort('no longer needed');
  await assert.rejects(forward, (reason) => reason === 'no longer needed');

  const { api: open } = await startForwardServer(t, (socket) => socket.on('message', () => socket.close(1000)));
  const later = new AbortController();
  const stream = await open.forward(target, later.signal);
  later.abort();
  stream.end('still here');
  assert.equal(await text(stream), '');
});

const pingMs = 30_000;

test('resumes an upload to a pod that has not read for minutes', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const pod = Promise.withResolvers<WebSocket>();
  const { api } = await startForwardServer(t, (socket) => {
    socket.pause();
    pod.resolve(socket);
  });
  const stream = await api.forward(target);
  const total = 1024 * 1024;
  stream.end(Buffer.alloc(total));
  await nextTick(); // the stream reads from now on
  for (let ping = 0; ping < 9; ping += 1) t.mock.timers.tick(pingMs);
  assert.equal(stream.destroyed, false);

  const socket = await pod.promise;
  let received = 0;
  await new Promise<void>((resolve) => {
    socket.on('message', (message: Buffer) => {
      received += message.length - 1;
      if (received === total) resolve();
    });
    socket.resume();
  });
  stream.destroy();
});

for (const { peer, bytes, pings, after } of [
  { peer: 'an idle peer', bytes: 0, pings: 1, after: 'one minute' },
  { peer: 'a peer that does not read', bytes: 1024 * 1024, pings: 10, after: 'five and a half minutes' },
]) {
  test(`ends the connection to ${peer} after ${after} without a pong`, async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const { api } = await startForwardServer(t, (socket) => socket.pause());
    const stream = await api.forward(target);
    const broken = once(stream, 'error');
    if (bytes > 0) stream.write(Buffer.alloc(bytes));
    await nextTick(); // the stream reads from now on
    for (let ping = 0; ping < pings; ping += 1) t.mock.timers.tick(pingMs);
    assert.equal(stream.destroyed, false);
    t.mock.timers.tick(pingMs);
    const [error] = await broken;
    assert.match(
      error.message,
      /^lost the connection to port 8081 of pod web-1 in namespace team: no response to pings$/,
    );
  });
}
