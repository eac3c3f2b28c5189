import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { openLines, openResponse, openWatch, sendRequest } from './test-client.ts';
import { namespace, pod, podsPath, startCluster } from './test-cluster.ts';

test('frozen, it answers nothing and drops nothing; then it goes on', async (t) => {
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

test('a watch that ended while its reader hung gets nothing more, whatever changes', async (t) => {
  const { store, server } = await startCluster(t);
  const watch = await openWatch(server, `${podsPath}?watch=1`);
  await server.fault({ kind: 'freeze', milliseconds: 100 });
  await server.fault({ kind: 'forget' });
  store.create('pods', pod('a'));
  assert.equal(await watch.next(), 'END');
  assert.equal((await sendRequest(server, '/version')).status, 200);
});

test('cut, every connection is reset and a new one works', async (t) => {
  const { server } = await startCluster(t);
  const watch = await openResponse(server, `${podsPath}?watch=1`);
  const broken = new Promise<NodeJS.ErrnoException>((resolve) => watch.once('error', resolve));
  await server.fault({ kind: 'cut' });
  assert.equal((await broken).code, 'ECONNRESET');
  assert.equal((await sendRequest(server, '/version')).status, 200);
});

test('unreachable, it refuses connections, and comes back at the same address', async (t) => {
  const { server } = await startCluster(t);
  const watch = await openLines(server, `${podsPath}?watch=1`);
  await server.fault({ kind: 'unreachable', milliseconds: 200 });
  await assert.rejects(watch.next(), { code: 'ECONNRESET' });
  await assert.rejects(sendRequest(server, '/version'), { code: 'ECONNREFUSED' });
  const answers = () =>
    sendRequest(server, '/version').then(
      ({ status }) => status === 200,
      () => false,
    );
  await eventually('it to answer again', answers);
});

test('closed, it is gone at once, with its watches', async (t) => {
  const { server } = await startCluster(t);
  const watch = await openLines(server, `${podsPath}?watch=1`);
  await Promise.all([assert.rejects(watch.next(), { code: 'ECONNRESET' }), server.close()]);
  await assert.rejects(sendRequest(server, '/version'), { code: 'ECONNREFUSED' });
});
