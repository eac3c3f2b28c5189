import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import { createFlinkRest } from '../../../src/flink/create-rest.ts';
import { createRestTransport } from '../../../src/session/rest/create-rest-transport.ts';
import { urlTransport } from '../../../src/session/rest/url-transport.ts';

/** What a call and the link say of a server at `--rest-url` that answers like this. */
async function askServer(t: TestContext, listener: RequestListener, path = '') {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const way = createRestTransport([urlTransport(`http://me:secret@${host}${path}`, {})]);
  t.after(way.close);
  const error = await createFlinkRest(way.send)
    .config()
    .then(
      () => assert.fail('it answered'),
      (reason: Error & { kind: string }) => reason,
    );
  return { host, error, link: way.link() };
}

for (const [status, text] of [
  [502, '502 Bad Gateway'],
  [503, '503 Service Unavailable'],
  [504, '504 Gateway Timeout'],
] as const) {
  test(`a gateway that answers ${text} is named, and no election is spoken of`, async (t) => {
    const { host, error, link } = await askServer(
      t,
      (_, response) => response.writeHead(status).end('<html>'),
      '/flink/',
    );
    const message = `the gateway at http://${host}/flink answered ${text} instead of Flink`;
    assert.deepEqual([error.kind, error.message], ['gateway', message]);
    assert.ok(link.state === 'stale' && link.reason === message);
    assert.match(
      describeError(error).hints.join(),
      /^Check that a JobManager is running and that the gateway's backend/,
    );
  });
}

test("Flink's own 503 is an election", async (t) => {
  const body = '{"errors":["Service temporarily unavailable due to an ongoing leader election. Please refresh."]}';
  const { error, link } = await askServer(t, (_, response) => response.writeHead(503).end(body));
  assert.equal(error.kind, 'unavailable');
  assert.equal(link.state, 'stale');
});

test('a redirect is told with its target, not followed, and no live link', async (t) => {
  const asked: (string | undefined)[] = [];
  const { host, error, link } = await askServer(t, ({ url }, response) => {
    asked.push(url);
    response.writeHead(302, { location: 'https://login.example.com/' }).end();
  });
  const message = `http://${host} redirects to https://login.example.com/ (HTTP 302), and redirects are not followed`;
  assert.deepEqual([error.kind, error.message], ['unexpected-answer', message]);
  assert.ok(link.state === 'stale' && link.reason === message);
  assert.deepEqual(asked, ['/config']);
  assert.match(describeError(error).hints.join(), /^Set --rest-url to Flink's REST API itself/);
});
