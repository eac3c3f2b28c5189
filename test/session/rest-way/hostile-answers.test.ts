import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import { createFlinkRest } from '../../../src/flink/create-rest.ts';
import type { FlinkError } from '../../../src/flink/error.ts';
import { createRestTransport } from '../../../src/session/rest/create-rest-transport.ts';
import { urlTransport } from '../../../src/session/rest/url-transport.ts';
import { hostileAnswers, jobText, startHostileRest } from '../../support/hostile-rest.ts';

const mebibyte = 2 ** 20;

async function open(t: TestContext, listener: RequestListener, mostBytes?: number) {
  const way = createRestTransport([urlTransport(await startHostileRest(t, listener), {})]);
  t.after(way.close);
  return { flink: createFlinkRest(way.send, { maxBytes: mostBytes }), way };
}

async function failure(promise: Promise<unknown>): Promise<FlinkError> {
  return promise.then(
    () => assert.fail('it was answered'),
    (error: FlinkError) => error,
  );
}

for (const name of ['1 GB with its length told', '1,000,000 jobs'] as const) {
  test(`${name}: the limit and its setting are named, and the link stays live`, async (t) => {
    const { flink, way } = await open(t, hostileAnswers[name], 2 * mebibyte);
    const error = await failure(flink.jobs());
    assert.equal(error.kind, 'too-large');
    assert.equal(error.message, 'response of /jobs/overview exceeds 2 MiB (rest-answer-limit)');
    assert.match(describeError(error).hints.join(), /--rest-answer-limit SIZE/);
    assert.equal(way.link().state, 'live');
  });
}

for (const name of ['1 GB of nothing', '1 GB of brackets', 'nested 200,000 deep'] as const) {
  test(`${name}: it is not Flink's`, async (t) => {
    const { flink } = await open(t, hostileAnswers[name]);
    const calls = [flink.overview(), flink.jobs(), flink.taskManagers(), flink.job('a'), flink.checkpoints('a')];
    for (const { kind, message, detail = '' } of await Promise.all(calls.map(failure))) {
      assert.match(`${kind}: ${message}`, /^(unexpected-answer: unexpected response from |too-large: )/);
      assert.ok(detail.length < 3000, 'no whole answer in the log file');
    }
  });
}

test('an answer below the limit is read whole, and one that says the same is the same', async (t) => {
  const text = (index: number) => jobText(index).replace('job', 'ünïcode');
  const answer = JSON.stringify({ jobs: Array.from({ length: 3000 }, (_, index) => JSON.parse(text(index))) });
  const { flink } = await open(t, (_, response) => response.end(answer), 2 * mebibyte);
  const jobs = await flink.jobs();
  assert.deepEqual([jobs.length, jobs[2999]?.name], [3000, 'ünïcode 2999']);
  assert.equal(await flink.jobs(), jobs);
});

test('an answer that drips is given up at the deadline of the whole answer', async (t) => {
  const listener: RequestListener = (_, response) => {
    response.write('{');
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(timer));
  };
  const { way } = await open(t, listener);
  const error = await failure(way.send({ method: 'GET', path: '/overview', timeoutMs: 400 }));
  assert.equal(error.kind, 'timeout');
  assert.match(error.message, /did not finish its answer within 0\.4 s: \d+ B came/);
  assert.equal(way.link().state, 'stale');
});

for (const name of ['a reset', 'a reset within the answer'] as const) {
  test(`${name} is a link that was cut`, async (t) => {
    const { flink, way } = await open(t, hostileAnswers[name]);
    const error = await failure(flink.jobs());
    assert.match(`${error.kind}: ${error.message}`, /^unreachable: .*the connection was cut/);
    assert.equal(way.link().state, 'stale');
  });
}
