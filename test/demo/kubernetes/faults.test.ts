import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { openLines, openResponse, openWatch, sendRequest } from './test-client.ts';
import { namespace, pod, podsPath, startCluster } from './test-cluster.ts';

test('a frozen server delays all responses and loses none', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const watch = await openWatch(server, `${podsPath}?watch=1`);
  assert.equal(await watch.next(), 'ADDED a');
  const frozenAt = performance.now();
  await server.fault({ kind: 'freeze', milliseconds: 300 });
  store.remove('pods', namespace, 'a');
  const [event, { status }] = await Promise.all([watch.next(), sendRequest(server, '/version')]);
  assert.ok(performance.now() - frozenAt >= 290);
  assert.equal(event, 'DELETED a');
  assert.equal(status, 200);
});

test('sends no events to a watch that ended while the server was frozen', async (t) => {
  const { store, server } = await startCluster(t);
  const watch = await openWatch(server, `${podsPath}?watch=1`);
  await server.fault({ kind: 'freeze', milliseconds: 100 });
  await server.fault({ kind: 'compact' });
  store.create('pods', pod('a'));
  assert.equal(await watch.next(), 'END');
  assert.equal((await sendRequest(server, '/version')).status, 200);
});

test('a cut resets open connections, and the server accepts new connections', async (t) => {
  const { server } = await startCluster(t);
  const watch = await openResponse(server, `${podsPath}?watch=1`);
  const failure = new Promise<NodeJS.ErrnoException>((resolve) => watch.once('error', resolve));
  await server.fault({ kind: 'cut' });
  assert.equal((await failure).code, 'ECONNRESET');
  assert.equal((await sendRequest(server, '/version')).status, 200);
});

test('refuses connections while unreachable, then listens on the same address again', async (t) => {
  const { server } = await startCluster(t);
  const watch = await openLines(server, `${podsPath}?watch=1`);
  await server.fault({ kind: 'unreachable', milliseconds: 200 });
  await assert.rejects(watch.next(), { code: 'ECONNRESET' });
  await assert.rejects(sendRequest(server, '/version'), { code: 'ECONNREFUSED' });
  const isReachable = () =>
    sendRequest(server, '/version').then(
      ({ status }) => status === 200,
      () => false,
    );
  await eventually('the server to respond again', isReachable);
});

test('closing the server resets open watches, and a closed server refuses connections', async (t) => {
  const { server } = await startCluster(t);
  const watch = await openLines(server, `${podsPath}?watch=1`);
  await Promise.all([assert.rejects(watch.next(), { code: 'ECONNRESET' }), server.close()]);
  await assert.rejects(sendRequest(server, '/version'), { code: 'ECONNREFUSED' });
});
