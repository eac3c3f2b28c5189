import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../../support/eventually.ts';
import { openLines, sendJsonRequest, sendRequest } from '../test-client.ts';
import { namespace, pod, podsPath, startCluster } from '../test-cluster.ts';

const log = `${podsPath}/a/log`;

test('applies the tail, since, timestamps and limit options to a log', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  cluster.log.write('2026-01-01T00:00:00.100000001Z', 'one');
  cluster.log.write('2026-01-01T00:00:01.900000000Z', 'two');
  cluster.log.write('2026-01-01T00:00:02.500000000Z', 'three');
  const body = async (query: string) => (await sendRequest(cluster.server, `${log}?${query}`)).body;
  assert.equal(await body(''), 'one\ntwo\nthree\n');
  assert.equal(await body('tailLines=1'), 'three\n');
  assert.equal(await body('tailLines=0'), '');
  assert.equal(await body('tailLines=1&timestamps=true'), '2026-01-01T00:00:02.500000000Z three\n');
  // The server truncates sinceTime to seconds, so it also returns earlier lines of the same second.
  assert.equal(await body('sinceTime=2026-01-01T00:00:01.950Z'), 'two\nthree\n');
  assert.equal(await body('sinceTime=2026-01-01T01:00:02%2B01:00'), 'three\n');
  assert.equal(await body('sinceSeconds=5'), '');
  assert.equal(await body('limitBytes=5'), 'one\nt');
});

test('follows a log until the container ends', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  cluster.log.write('2026-01-01T00:00:00Z', 'old');
  const { next } = await openLines(cluster.server, `${log}?follow=true&tailLines=1`);
  assert.equal(await next(), 'old');
  cluster.log.write('2026-01-01T00:00:01Z', 'new');
  assert.equal(await next(), 'new');
  cluster.log.end();
  assert.equal(await next(), undefined);
});

test('stops following a log when the client disconnects', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  cluster.log.write('2026-01-01T00:00:00Z', 'old');
  const follow = await openLines(cluster.server, `${log}?follow=true`);
  assert.equal(await follow.next(), 'old');
  assert.equal(cluster.log.listeners.size, 1);
  follow.close();
  await eventually('the log to have no listener', () => cluster.log.listeners.size === 0);
});

test('rejects an unavailable log with the message of the real server', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  const two = pod('two');
  two.spec = { nodeName: 'node-1', containers: [{ name: 'one' }, { name: 'two' }] };
  cluster.store.create('pods', two);
  const invalidRequests = [
    [`${log}?container=other`, 400, 'container other is not valid for pod a'],
    [`${log}?previous=true`, 400, 'previous terminated container "main" in pod "a" not found'],
    [`${podsPath}/two/log`, 400, 'a container name must be specified for pod two, choose one of: [one two]'],
    [`${podsPath}/nope/log`, 404, 'pods "nope" not found'],
    [
      `${log}?tailLines=-1`,
      422,
      'PodLogOptions "a" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      `${log}?sinceSeconds=0`,
      422,
      'PodLogOptions "a" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0',
    ],
  ] as const;
  for (const [path, expectedStatus, message] of invalidRequests) {
    const { status, json } = await sendJsonRequest(cluster.server, path);
    assert.equal(status, expectedStatus, path);
    assert.equal(json.message, message);
  }
});

test('returns 204 for the log of an unscheduled pod', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  cluster.store.update('pods', namespace, 'a', (object) => {
    object.spec = { containers: [{ name: 'main' }] };
  });
  const { status, body } = await sendRequest(cluster.server, log);
  assert.equal(status, 204);
  assert.equal(body, '');
});
