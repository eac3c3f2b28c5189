import assert from 'node:assert/strict';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { readEnvelope, readMessage } from '../../../src/demo/kubectl/protobuf.ts';
import { connectionOf } from '../kubernetes/test-client.ts';
import { startCluster } from '../kubernetes/test-cluster.ts';

test('reads length-delimited fields by number and skips integers', () => {
  // Field 1: "ab"; field 2: the number 300; field 16: "c".
  const message = readMessage(Buffer.from([0x0a, 2, 0x61, 0x62, 0x10, 0xac, 0x02, 0x82, 0x01, 1, 0x63]));
  assert.deepEqual(
    [...message].map(([field, value]) => [field, value.toString()]),
    [
      [1, 'ab'],
      [16, 'c'],
    ],
  );
  assert.throws(() => readMessage(Buffer.from([0x0a, 9, 0x61])), RangeError);
  assert.throws(() => readMessage(Buffer.from([0x0a, 0x80])), RangeError);
  assert.equal(readEnvelope(Buffer.from('{"kind":"Pod"}')), undefined);
});

test('rejects a malformed review with a Status', async (t) => {
  const { server } = await startCluster(t);
  const { url, ca, headers } = connectionOf(server);
  for (const body of ['k8s\0\x12\x7f', 'k8s\0', '', 'nonsense']) {
    const response = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const sent = request(`${url}/apis/authorization.k8s.io/v1/selfsubjectaccessreviews`, {
        method: 'POST',
        ca,
        agent: false,
        headers: { ...headers, 'content-type': 'application/vnd.kubernetes.protobuf' },
      });
      sent.once('response', async (message) => resolve({ status: message.statusCode, body: await text(message) }));
      sent.once('error', reject);
      sent.end(body);
    });
    assert.ok([400, 422].includes(response.status ?? 0), JSON.stringify([body, response.status]));
    assert.equal(JSON.parse(response.body).kind, 'Status');
  }
});
