import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { answerStatus, connectTo, startApiServer } from '../api-server.ts';

const target = { namespace: 'team', pod: 'web-1', port: 8081 };
const port = Buffer.from([8081 & 0xff, 8081 >> 8]);
const data = (payload: string | Buffer) => Buffer.concat([Buffer.of(0), Buffer.from(payload)]);

/** A kubelet's side of a forward: the test speaks for the pod. */
async function startForwardServer(t: TestContext, onForward: (socket: WebSocket) => void) {
  const server = await startApiServer(t, (_, response) => answerStatus(response, 404, 'pods "web-1" not found'));
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

test('bytes go both ways, and the pod ends it after the local side has ended its half', async (t) => {
  const { api, urls } = await startForwardServer(t, (socket) => {
    socket.on('message', (message: Buffer) => {
      assert.equal(message[0], 0);
      socket.send(data(`heard ${message.subarray(1)}`), () => setTimeout(() => socket.close(1000), 20));
    });
  });
  const stream = await api.forward(target);
  stream.end('hello');
  assert.equal(await text(stream), 'heard hello');
  assert.deepEqual(urls, ['/api/v1/namespaces/team/pods/web-1/portforward?ports=8081']);
});

test('what the pod says first is not lost', async (t) => {
  const { api } = await startForwardServer(t, (socket) => {
    socket.send(data('welcome'));
    socket.close(1000);
  });
  assert.equal(await text(await api.forward(target)), 'welcome');
});

test('a port that refuses destroys the stream with the reason', async (t) => {
  const { api } = await startForwardServer(t, (socket) => {
    const reason = 'error forwarding port 8081 to pod 1f: dial tcp4 127.0.0.1:8081: connect: connection refused';
    socket.send(Buffer.concat([Buffer.of(1), Buffer.from(reason)]));
  });
  const stream = await api.forward(target);
  const [error] = await once(stream, 'error');
  assert.equal(error.kind, 'unreachable');
  assert.equal(
    error.message,
    'There is no connection to port 8081 of pod web-1 in namespace team: nothing listens there (connection refused).',
  );
});

test('a cut connection destroys the stream with an error, so that half an answer does not look whole', async (t) => {
  const { api, cut } = await startForwardServer(t, (socket) => socket.send(data('HTTP/1.1 2')));
  const stream = await api.forward(target);
  await assert.rejects(
    async () => {
      for await (const _ of stream) cut();
    },
    { kind: 'unreachable', message: /^The connection to port 8081 of pod web-1 in namespace team broke/ },
  );
});

test('destroying the stream ends the connection', async (t) => {
  const pod = new EventEmitter();
  const { api } = await startForwardServer(t, (socket) => socket.on('close', () => pod.emit('ended')));
  const stream = await api.forward(target);
  const ended = once(pod, 'ended');
  stream.destroy();
  await ended;
});

test('a slow reader holds the pod back, and a slow pod the writer', async (t) => {
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
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(sent < total / 2, `${sent} bytes were sent to a reader that does not read`);
  assert.equal(drained, false);

  pod.emit('read');
  let received = 0;
  for await (const chunk of stream) received += chunk.length;
  assert.equal(received, total);
  assert.equal(drained, true);
});

test('a refused upgrade is the error that the same answer to a call would be', async (t) => {
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
    message: 'You may not create pods/portforward of web-1 in namespace team (403).',
  });
});

test('a refused upgrade leaves no connection behind, which would keep the process from its end', async (t) => {
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

test('aborting before it is open rejects with the reason; afterwards the stream is its owner’s', async (t) => {
  const server = await startApiServer(t, () => {});
  server.server.on('upgrade', () => {});
  const api = await connectTo(t, server.url);
  const abort = new AbortController();
  const forward = api.forward(target, abort.signal);
  await once(server.server, 'upgrade');
  abort.abort('no longer wanted');
  await assert.rejects(forward, (reason) => reason === 'no longer wanted');

  const { api: open } = await startForwardServer(t, (socket) => socket.on('message', () => socket.close(1000)));
  const later = new AbortController();
  const stream = await open.forward(target, later.signal);
  later.abort();
  stream.end('still here');
  assert.equal(await text(stream), '');
});

const pingMs = 30_000;

test('an upload that the pod does not read for minutes goes on when it does', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const pod = Promise.withResolvers<WebSocket>();
  const { api } = await startForwardServer(t, (socket) => {
    socket.pause();
    pod.resolve(socket);
  });
  const stream = await api.forward(target);
  const total = 1024 * 1024;
  stream.end(Buffer.alloc(total));
  await nextTurn(); // it is read from then on
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

for (const { what, bytes, pings, after } of [
  { what: 'has nothing to read', bytes: 0, pings: 1, after: 'a minute' },
  { what: 'does not read', bytes: 1024 * 1024, pings: 10, after: 'five minutes and a half' },
]) {
  test(`a peer that ${what} and answers no ping is taken for dead after ${after}`, async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const { api } = await startForwardServer(t, (socket) => socket.pause());
    const stream = await api.forward(target);
    const broken = once(stream, 'error');
    if (bytes > 0) stream.write(Buffer.alloc(bytes));
    await nextTurn(); // it is read from then on
    for (let ping = 0; ping < pings; ping += 1) t.mock.timers.tick(pingMs);
    assert.equal(stream.destroyed, false);
    t.mock.timers.tick(pingMs);
    const [error] = await broken;
    assert.match(
      error.message,
      /^The connection to port 8081 of pod web-1 in namespace team broke: it answers no ping/,
    );
  });
}
