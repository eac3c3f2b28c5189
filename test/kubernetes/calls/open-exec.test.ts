import assert from 'node:assert/strict';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTick, setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type WebSocket, WebSocketServer } from 'ws';
import type { KubernetesApi } from '../../../src/kubernetes/api.ts';
import { eventually } from '../../support/eventually.ts';
import { connectTo, startApiServer } from '../api-server.ts';

const target = { namespace: 'team', pod: 'web-1', container: 'main', command: ['sh'], terminal: true };
const success = JSON.stringify({ metadata: {}, status: 'Success' });
const pingMs = 30_000;

type Pod = {
  readonly api: KubernetesApi;
  readonly url: () => string;
  readonly socket: Promise<WebSocket>;
  /** All messages from the client, as `channel:text`. */
  readonly received: string[];
};

/** Starts a server that accepts exec requests like the kubelet. The test acts as the container. */
async function startPod(
  t: TestContext,
  { protocol = 'v5.channel.k8s.io', onOpen = (_: WebSocket): void => {} } = {},
): Promise<Pod> {
  const server = await startApiServer(t, () => {});
  const websockets = new WebSocketServer({ noServer: true, handleProtocols: () => protocol });
  const opened = Promise.withResolvers<WebSocket>();
  const received: string[] = [];
  let url = '';
  server.server.on('upgrade', (request, connection, head) => {
    url = request.url ?? '';
    websockets.handleUpgrade(request, connection, head, (socket) => {
      socket.on('message', (message: Buffer) => received.push(`${message[0]}:${message.subarray(1)}`));
      onOpen(socket);
      opened.resolve(socket);
    });
  });
  t.after(() => {
    for (const websocket of websockets.clients) websocket.terminate();
  });
  return { api: await connectTo(t, server.url), url: () => url, socket: opened.promise, received };
}

const send = (socket: WebSocket, channel: number, payload: string | Buffer) =>
  socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(payload)]));

test('sends input and sizes, and returns the output and the exit code of a terminal', async (t) => {
  const { api, url, socket, received } = await startPod(t);
  const session = await api.openExec(target);
  assert.equal(
    url(),
    '/api/v1/namespaces/team/pods/web-1/exec?container=main&command=sh&stdin=true&stdout=true&tty=true',
  );
  session.resize({ columns: 80, rows: 24 });
  await session.write(Buffer.from('ls\r'));
  await eventually('the input', () => received.length === 2);
  assert.deepEqual(received, ['4:{"Width":80,"Height":24}', '0:ls\r']);
  send(await socket, 1, 'a file');
  send(await socket, 3, success);
  (await socket).close(1000);
  assert.equal(await text(session.stdout), 'a file');
  assert.equal(await session.ended, 0);
});

test('without a terminal, keeps the outputs apart and ends the input', async (t) => {
  const { api, url, socket, received } = await startPod(t);
  const session = await api.openExec({ ...target, terminal: false });
  assert.match(url(), /stdin=true&stdout=true&stderr=true$/);
  assert.equal(session.endInput(), true);
  await eventually('the end of the input', () => received.length === 1);
  assert.deepEqual(received, ['255:\0']);
  send(await socket, 2, 'a warning');
  send(await socket, 1, 'a line');
  send(await socket, 3, success);
  (await socket).close(1000);
  assert.deepEqual([await text(session.stdout), await text(session.stderr)], ['a line', 'a warning']);
});

test('says that an older server cannot end the input', async (t) => {
  const { api } = await startPod(t, { protocol: 'v4.channel.k8s.io' });
  const session = await api.openExec({ ...target, terminal: false });
  assert.equal(session.endInput(), false);
  session.close();
});

test('output that nobody reads stops the pod', async (t) => {
  const { api, socket } = await startPod(t);
  const session = await api.openExec(target);
  const pod = await socket;
  const sent = 64 * 1024 * 1024;
  const message = Buffer.concat([Buffer.of(1), Buffer.alloc(1024 * 1024 - 1)]);
  const sending = Array.from({ length: sent / message.length }, () => promisify(pod.send.bind(pod))(message as never));
  // Without back-pressure, all is sent in a fraction of this time.
  const first = await Promise.race([Promise.all(sending).then(() => 'all sent'), pause(2000, 'blocked')]);
  assert.equal(first, 'blocked');
  assert.ok(session.stdout.readableLength < sent / 4, `${session.stdout.readableLength} bytes are kept`);
  let read = 0;
  session.stdout.on('data', (chunk: Buffer) => {
    read += chunk.length;
  });
  await eventually('all output', () => read === sent - sending.length);
  session.close();
});

test('a lost connection ends the output and rejects', async (t) => {
  const { api, socket } = await startPod(t);
  const session = await api.openExec(target);
  send(await socket, 1, 'partial');
  setImmediate(async () => (await socket).terminate());
  assert.equal(await text(session.stdout), 'partial');
  await assert.rejects(session.ended, { kind: 'unreachable', resource: 'pods/exec' });
});

test('rejects with the reason of the signal and of close', async (t) => {
  const { api } = await startPod(t);
  const controller = new AbortController();
  const aborted = await api.openExec(target, controller.signal);
  controller.abort('no longer needed');
  await assert.rejects(aborted.ended, (reason) => reason === 'no longer needed');
  const closed = await api.openExec(target);
  closed.close('closed');
  await assert.rejects(closed.ended, (reason) => reason === 'closed');
  await closed.write(Buffer.from('after the end'));
});

test('a dead connection is noticed within a minute, and an idle one stays open', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { api, socket } = await startPod(t);
  const session = await api.openExec(target);
  const pod = await socket;
  for (let ping = 0; ping < 5; ping += 1) {
    const pinged = once(pod, 'ping');
    t.mock.timers.tick(pingMs);
    await pinged;
    await nextTick();
    await nextTick();
  }
  pod.pause();
  t.mock.timers.tick(pingMs);
  t.mock.timers.tick(pingMs);
  await assert.rejects(session.ended, /no response to pings$/);
});
