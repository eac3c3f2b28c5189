import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { connectTo, sendStatus, startApiServer } from '../api-server.ts';

const options = { namespace: 'team', pod: 'web-1', container: 'main', follow: true, timestamps: true, tailLines: 5 };

test('streams the log until the server ends it', async (t) => {
  const server = await startApiServer(t, (_, response) => {
    response.write('one\ntw', () => response.end('o\n'));
  });
  const api = await connectTo(t, server.url);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await api.podLog(options, new AbortController().signal)) chunks.push(chunk);
  assert.equal(Buffer.concat(chunks).toString(), 'one\ntwo\n');
  const [request] = server.requests;
  assert.equal(request?.path, '/api/v1/namespaces/team/pods/web-1/log');
  assert.equal(request?.query.toString(), 'container=main&follow=true&timestamps=true&tailLines=5');
});

test('ends without an error on abort, even if nothing was read', async (t) => {
  const server = await startApiServer(t, (_, response) => response.write('one\n'));
  const api = await connectTo(t, server.url);
  const abort = new AbortController();
  const read = await api.podLog(options, abort.signal);
  const unread = await api.podLog(options, abort.signal);
  const lines: string[] = [];
  for await (const chunk of read) {
    lines.push(String(chunk));
    abort.abort();
  }
  assert.deepEqual(lines, ['one\n']);
  for await (const chunk of unread) assert.fail(`unexpected data: ${chunk}`);
});

test('fails when the connection is lost', async (t) => {
  const server = await startApiServer(t, (_, response) => response.write('one\n'));
  const api = await connectTo(t, server.url);
  const log = await api.podLog(options, new AbortController().signal);
  await assert.rejects(
    async () => {
      for await (const _ of log) server.cut();
    },
    { kind: 'unreachable', message: /connection lost$/ },
  );
});

test('names the pod when the API server rejects a log request', async (t) => {
  const server = await startApiServer(t, (_, response) =>
    sendStatus(response, 400, 'container "main" in pod "web-1" is waiting to start: ContainerCreating'),
  );
  const api = await connectTo(t, server.url);
  await assert.rejects(api.podLog(options, new AbortController().signal), {
    kind: 'invalid',
    resource: 'pods/log',
    message:
      'cannot get pods/log of web-1 in namespace team (400): container "main" in pod "web-1" is waiting to start: ContainerCreating',
  });
});

test('ends the request on abort before the server responds', async (t) => {
  const server = await startApiServer(t, () => {});
  const api = await connectTo(t, server.url);
  const abort = new AbortController();
  const log = api.podLog(options, abort.signal);
  await once(server.server, 'request');
  abort.abort('no longer needed');
  await assert.rejects(log, (reason) => reason === 'no longer needed');
});
