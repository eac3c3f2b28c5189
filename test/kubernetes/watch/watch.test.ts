import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import type { KubernetesApi, WatchState } from '../../../src/kubernetes/api.ts';
import type { Pod } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import {
  type ApiServer,
  connectTo,
  type ReceivedRequest,
  sendJson,
  sendStatus,
  startApiServer,
} from '../api-server.ts';

const target = { resource: resources.pods, namespace: 'team', labelSelector: 'app=web' };

function pod(name: string, resourceVersion = '1') {
  return { metadata: { name, namespace: 'team', uid: `uid-${name}`, resourceVersion } };
}

/** Starts a watch and records everything it reports. */
function observe(t: TestContext, api: KubernetesApi) {
  const notifications = new EventEmitter();
  const states: WatchState[] = [];
  const names: string[][] = [];
  const watch = api.watch<Pod>(target, {
    onItems: (items) => {
      names.push(items.map(({ metadata }) => metadata?.name ?? ''));
      notifications.emit('change');
    },
    onState: (state) => {
      states.push(state);
      notifications.emit('change');
    },
  });
  t.after(watch.stop);
  const until = async (condition: () => boolean) => {
    while (!condition()) await once(notifications, 'change', { signal: t.signal });
  };
  return { watch, states, names, until, isLive: () => states.at(-1)?.state === 'live' };
}

/** Starts a server with a list of pods. The functions in `watches` respond to watch requests in order. */
async function startWatchServer(
  t: TestContext,
  options: {
    readonly list?: () => { readonly items: unknown[]; readonly version: string };
    readonly watches: ((response: ServerResponse, request: ReceivedRequest, cut: () => void) => void)[];
  },
): Promise<ApiServer & { watchedFrom: () => (string | null)[]; lists: () => number }> {
  const list = options.list ?? (() => ({ items: [pod('web-1')], version: '10' }));
  let next = 0;
  const server: ApiServer = await startApiServer(t, (request, response) => {
    if (!request.query.has('watch')) {
      const { items, version } = list();
      sendJson(response, 200, { metadata: { resourceVersion: version }, items });
      return;
    }
    const respond = options.watches[next] ?? ((quiet: ServerResponse) => quiet.writeHead(200).flushHeaders());
    next += 1;
    respond(response, request, server.cut);
  });
  const watches = () => server.requests.filter(({ query }) => query.has('watch'));
  return {
    ...server,
    watchedFrom: () => watches().map(({ query }) => query.get('resourceVersion')),
    lists: () => server.requests.length - watches().length,
  };
}

const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;

test('lists, becomes live and combines simultaneous events into one update', async (t) => {
  const server = await startWatchServer(t, {
    watches: [
      (response) => {
        response.writeHead(200);
        const all =
          event('ADDED', pod('web-2', '11')) +
          event('MODIFIED', pod('web-2', '12')) +
          event('DELETED', pod('web-1', '13')) +
          event('BOOKMARK', { metadata: { resourceVersion: '20' } });
        // The first piece ends in the middle of a line.
        response.write(all.slice(0, 30), () => response.write(all.slice(30)));
      },
    ],
  });
  const { states, names, until } = observe(t, await connectTo(t, server.url));
  await until(() => names.length === 2);
  assert.deepEqual(names, [['web-1'], ['web-2']]);
  assert.deepEqual(
    states.map(({ state }) => state),
    ['connecting', 'live'],
  );
  const watchQuery = server.requests[1]?.query;
  assert.equal(watchQuery?.get('allowWatchBookmarks'), 'true');
  assert.equal(watchQuery?.get('labelSelector'), 'app=web');
  assert.equal(watchQuery?.get('resourceVersion'), '10');
});

test('reads a long list in pages', async (t) => {
  const server = await startApiServer(t, ({ query }, response) => {
    const token = query.get('continue');
    const page = token === null ? { continue: 'p2' } : {};
    sendJson(response, 200, { metadata: { ...page, resourceVersion: '7' }, items: [pod(`web-${token}`)] });
  });
  const api = await connectTo(t, server.url);
  const pods = await api.list<Pod>({ resource: resources.pods });
  assert.deepEqual(
    pods.map(({ metadata }) => metadata?.name),
    ['web-null', 'web-p2'],
  );
  await api.list({ resource: resources.events });
  assert.deepEqual(
    server.requests.map(({ path, query }) => `${path} ${query.get('limit')}`),
    ['/api/v1/pods 100', '/api/v1/pods 100', '/api/v1/events 500', '/api/v1/events 500'],
    'pods have smaller pages than events',
  );
});

test('resumes from the last bookmark without a state change when the server ends a watch', async (t) => {
  const server = await startWatchServer(t, {
    watches: [
      (response) => response.end(event('BOOKMARK', { metadata: { resourceVersion: '50' } })),
      (response) => response.writeHead(200).write(event('ADDED', pod('web-2', '51'))),
    ],
  });
  const { states, names, until } = observe(t, await connectTo(t, server.url));
  await until(() => names.length === 2);
  assert.deepEqual(names[1], ['web-1', 'web-2']);
  assert.deepEqual(server.watchedFrom(), ['10', '50']);
  assert.equal(server.lists(), 1);
  assert.deepEqual(
    states.map(({ state }) => state),
    ['connecting', 'live'],
  );
});

for (const [form, respond410] of [
  ['as a response', (response: ServerResponse) => sendStatus(response, 410, 'too old resource version')],
  ['as an event', (response: ServerResponse) => response.end(event('ERROR', { kind: 'Status', code: 410 }))],
] as const) {
  test(`lists again without duplicates or a state change after 410 ${form}`, async (t) => {
    let version = 10;
    const server = await startWatchServer(t, {
      list: () => {
        version += 10;
        return { items: [pod('web-1'), pod(`web-${version}`)], version: String(version) };
      },
      watches: [respond410, (response) => response.writeHead(200).write(event('MODIFIED', pod('web-1', '31')))],
    });
    const { states, names, until } = observe(t, await connectTo(t, server.url));
    await until(() => names.length === 3);
    assert.deepEqual(names, [
      ['web-1', 'web-20'],
      ['web-1', 'web-30'],
      ['web-1', 'web-30'],
    ]);
    assert.deepEqual(server.watchedFrom(), ['20', '30']);
    assert.ok(states.every(({ state }) => state !== 'stale'));
  });
}

test('becomes stale with a reason when the connection is lost, then resumes', async (t) => {
  const server = await startWatchServer(t, {
    watches: [
      (response, _, cut) => {
        response.writeHead(200);
        response.write(event('ADDED', pod('web-2', '11')), () => setImmediate(cut));
      },
      (response) => response.writeHead(200).write(event('ADDED', pod('web-3', '12'))),
    ],
  });
  const startedAt = Date.now();
  const { states, names, until, isLive } = observe(t, await connectTo(t, server.url));
  await until(() => names.length === 3 && isLive());
  assert.deepEqual(names[2], ['web-1', 'web-2', 'web-3']);
  assert.deepEqual(server.watchedFrom(), ['10', '11']);
  assert.equal(server.lists(), 1);
  const stale = states.find(({ state }) => state === 'stale');
  assert.ok(stale?.state === 'stale');
  assert.equal(stale.reason, `cannot reach the API server ${server.url}: connection lost`);
  assert.ok(stale.since >= startedAt && stale.nextTryAt > stale.since);
});

test('retries without limit, with back-off up to 4 s, and immediately with retryNow', async (t) => {
  let down = true;
  const server = await startApiServer(t, ({ query }, response) => {
    if (down) sendStatus(response, 500, 'etcd is unavailable');
    else if (query.has('watch')) response.writeHead(200).flushHeaders();
    else sendJson(response, 200, { metadata: { resourceVersion: '1' }, items: [] });
  });
  const { watch, states, until, isLive } = observe(t, await connectTo(t, server.url));
  const stales = () => states.filter((state) => state.state === 'stale');
  for (let tries = 1; tries <= 8; tries += 1) {
    await until(() => stales().length === tries);
    watch.retryNow();
  }
  await until(() => stales().length === 9);
  const last = stales().at(-1);
  const wait = (last?.nextTryAt ?? 0) - Date.now();
  assert.ok(wait > 1000 && wait <= 4000, `the next retry is in ${wait} ms`);
  assert.equal(new Set(stales().map(({ since }) => since)).size, 1);
  down = false;
  watch.retryNow();
  await until(isLive);
});

test('resumes over a new connection on reopen', async (t) => {
  const server = await startWatchServer(t, {
    watches: [
      (response) => response.writeHead(200).flushHeaders(),
      (response) => response.writeHead(200).write(event('ADDED', pod('web-2', '11'))),
    ],
  });
  const { watch, states, names, until, isLive } = observe(t, await connectTo(t, server.url));
  await until(isLive);
  watch.reopen();
  await until(() => names.at(-1)?.length === 2);
  assert.deepEqual(server.watchedFrom(), ['10', '10']);
  assert.equal(server.lists(), 1);
  assert.deepEqual(
    states.map(({ state }) => state),
    ['connecting', 'live'],
  );
});

test('reports the missing permission after a 403, and becomes live once the permission is granted', async (t) => {
  let granted = false;
  const server = await startApiServer(t, ({ query }, response) => {
    if (!query.has('watch')) sendJson(response, 200, { metadata: { resourceVersion: '1' }, items: [pod('web-1')] });
    else if (granted) response.writeHead(200).flushHeaders();
    else
      sendStatus(
        response,
        403,
        'pods is forbidden: User "jane" cannot watch resource "pods" in API group "" in the namespace "team"',
      );
  });
  const { watch, states, names, until, isLive } = observe(t, await connectTo(t, server.url));
  await until(() => states.at(-1)?.state === 'denied');
  const denied = states.at(-1);
  assert.ok(denied?.state === 'denied');
  assert.equal(denied.error.message, 'not allowed to watch pods in namespace team (403)');
  assert.deepEqual([denied.error.verb, denied.error.resource, denied.error.namespace], ['watch', 'pods', 'team']);
  granted = true;
  watch.retryNow();
  await until(isLive);
  assert.deepEqual(names.at(-1), ['web-1']);
});

test('on stop, ends the connection, sends no more requests and reports no more states', async (t) => {
  const ended = new EventEmitter();
  const server = await startWatchServer(t, {
    watches: [
      (response) =>
        response
          .on('close', () => ended.emit('watch'))
          .writeHead(200)
          .flushHeaders(),
    ],
  });
  const { watch, states, until, isLive } = observe(t, await connectTo(t, server.url));
  await until(isLive);
  const watchEnded = once(ended, 'watch');
  watch.stop();
  await watchEnded;
  // The first retry after a lost connection comes within 250 ms.
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(states.length, 2);
  assert.equal(server.requests.length, 2);
});
