import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { resources } from '../../../src/kubernetes/resource.ts';
import { connectTo, sendJson, startApiServer } from '../api-server.ts';

const pods = { resource: resources.pods, namespace: 'team' };
const list = { metadata: { resourceVersion: '7' }, items: [] };

/** Starts a server whose watches never end. `watched` resolves at the next watch request. */
async function startWatched(t: TestContext) {
  const resumedFrom: (string | null)[] = [];
  let notify = () => {};
  const server = await startApiServer(t, ({ query }, response: ServerResponse) => {
    if (query.get('watch') !== 'true') return sendJson(response, 200, list);
    resumedFrom.push(query.get('resourceVersion'));
    response.writeHead(200).flushHeaders();
    notify();
  });
  const watched = () =>
    new Promise<void>((resolve) => {
      notify = resolve;
    });
  return { ...server, resumedFrom, watched };
}

test('resumes a watch on a new connection after a reconnect and never reports a stale watch', async (t) => {
  const server = await startWatched(t);
  const api = await connectTo(t, server.url);
  const states: string[] = [];
  await new Promise<void>((resolve) =>
    api.watch(pods, {
      onItems: () => {},
      onState: ({ state }) => {
        states.push(state);
        if (state === 'live') resolve();
      },
    }),
  );
  const [connections, second] = [server.connections(), server.watched()];
  api.reconnect();
  await second;
  assert.deepEqual(server.resumedFrom, ['7', '7']);
  assert.ok(server.connections() > connections);
  assert.deepEqual(states, ['connecting', 'live']);
  await api.list(pods);
});

test('repeats a pending call after a reconnect', async (t) => {
  let requests = 0;
  const server = await startApiServer(t, (_, response) => {
    requests += 1;
    if (requests === 1) api.reconnect();
    else sendJson(response, 200, list);
  });
  const api = await connectTo(t, server.url);
  await api.list(pods);
  assert.equal(requests, 2);
});

test('ends open forwards with an error on a reconnect', async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, list));
  const websockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });
  server.server.on('upgrade', (request, socket, head) => websockets.handleUpgrade(request, socket, head, () => {}));
  const api = await connectTo(t, server.url);
  const stream = await api.forward({ namespace: 'team', pod: 'web-1', port: 8081 });
  const ended = once(stream, 'error');
  api.reconnect();
  const [error] = await ended;
  assert.match(error.message, /was dropped/);
  (await api.forward({ namespace: 'team', pod: 'web-1', port: 8081 })).destroy();
});
