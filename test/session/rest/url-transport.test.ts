import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import { createFlinkRest } from '../../../src/flink/create-rest.ts';
import { createRestTransport } from '../../../src/session/rest/create-rest-transport.ts';
import { urlTransport } from '../../../src/session/rest/url-transport.ts';

/** Returns the error and link of a request to a server at `--rest-url`. */
async function requestFrom(t: TestContext, listener: RequestListener, path = '') {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = createRestTransport([urlTransport(`http://me:secret@${host}${path}`, {})]);
  t.after(transport.close);
  const error = await createFlinkRest(transport.send)
    .config()
    .then(
      () => assert.fail('the request succeeded'),
      (reason: Error & { kind: string }) => reason,
    );
  return { host, error, link: transport.link() };
}

for (const [status, text] of [
  [502, '502 Bad Gateway'],
  [503, '503 Service Unavailable'],
  [504, '504 Gateway Timeout'],
] as const) {
  test(`names a gateway that responds with ${text}`, async (t) => {
    const { host, error, link } = await requestFrom(
      t,
      (_, response) => response.writeHead(status).end('<html>'),
      '/flink/',
    );
    const message = `gateway at http://${host}/flink returned ${text}`;
    assert.deepEqual([error.kind, error.message], ['gateway', message]);
    assert.ok(link.state === 'stale' && link.reason === message);
    assert.match(
      describeError(error).hints.join(),
      /^Check that a JobManager is running and that the gateway's backend/,
    );
  });
}

test("treats Flink's own 503 as a leader election", async (t) => {
  const body = '{"errors":["Service temporarily unavailable due to an ongoing leader election. Please refresh."]}';
  const { error, link } = await requestFrom(t, (_, response) => response.writeHead(503).end(body));
  assert.equal(error.kind, 'unavailable');
  assert.equal(link.state, 'stale');
});

test('reports a redirect with its target without following it', async (t) => {
  const requests: (string | undefined)[] = [];
  const { host, error, link } = await requestFrom(t, ({ url }, response) => {
    requests.push(url);
    response.writeHead(302, { location: 'https://login.example.com/' }).end();
  });
  const message = `unsupported redirect from http://${host} to https://login.example.com/ (HTTP 302)`;
  assert.deepEqual([error.kind, error.message], ['unexpected-response', message]);
  assert.ok(link.state === 'stale' && link.reason === message);
  assert.deepEqual(requests, ['/config']);
  assert.match(describeError(error).hints.join(), /^Set --rest-url to Flink's REST API itself/);
});
