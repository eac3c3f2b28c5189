import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import { createFlinkRest } from '../../../src/flink/create-rest.ts';
import type { FlinkError } from '../../../src/flink/error.ts';
import { turnLength } from '../../../src/flink/rest.ts';
import { createRestTransport } from '../../../src/session/rest/create-rest-transport.ts';
import { urlTransport } from '../../../src/session/rest/url-transport.ts';
import { hostileResponses, jobText, startHostileRest } from '../../support/hostile-rest.ts';

const mebibyte = 2 ** 20;

async function open(t: TestContext, listener: RequestListener, maxBytes?: number) {
  const transport = createRestTransport([urlTransport(await startHostileRest(t, listener), {})]);
  t.after(transport.close);
  return { flink: createFlinkRest(transport.send, { maxBytes }), transport };
}

async function failure(promise: Promise<unknown>): Promise<FlinkError> {
  return promise.then(
    () => assert.fail('the request succeeded'),
    (error: FlinkError) => error,
  );
}

for (const name of ['1 GB with a content-length', '1,000,000 jobs'] as const) {
  test(`reports the limit and its setting, and keeps the link live: ${name}`, async (t) => {
    const { flink, transport } = await open(t, hostileResponses[name], 2 * mebibyte);
    const error = await failure(flink.jobs());
    assert.equal(error.kind, 'too-large');
    assert.equal(error.message, 'response of /jobs/overview exceeds 2 MiB (rest-response-limit)');
    assert.match(describeError(error).hints.join(), /--rest-response-limit SIZE/);
    assert.equal(transport.link().state, 'live');
  });
}

for (const name of ['1 GB of spaces', '1 GB of brackets', 'nested 200,000 deep'] as const) {
  test(`reports that the response is not from Flink: ${name}`, async (t) => {
    const { flink } = await open(t, hostileResponses[name]);
    const calls = [flink.overview(), flink.jobs(), flink.taskManagers(), flink.job('a'), flink.checkpoints('a')];
    for (const { kind, message, detail = '' } of await Promise.all(calls.map(failure))) {
      assert.match(`${kind}: ${message}`, /^(unexpected-response: unexpected response from |too-large: )/);
      assert.ok(detail.length < 3000, 'the log file has only a part of the response');
    }
  });
}

test('reads a response below the limit completely and reuses the result of an equal response', async (t) => {
  const text = (index: number) => jobText(index).replace('job', 'ünïcode');
  const body = JSON.stringify({ jobs: Array.from({ length: 3000 }, (_, index) => JSON.parse(text(index))) });
  const { flink } = await open(t, (_, response) => response.end(body), 2 * mebibyte);
  const jobs = await flink.jobs();
  assert.deepEqual([jobs.length, jobs[2999]?.name], [3000, 'ünïcode 2999']);
  assert.equal(await flink.jobs(), jobs);
});

/** Counts the turns of the event loop while `work` runs. Keys are handled between turns. */
async function countTurns(work: (turn: () => number) => Promise<unknown>): Promise<number> {
  let turns = 0;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  await work(() => turns);
  clearImmediate(next);
  return turns;
}

const longBody = JSON.stringify({ jobs: Array.from({ length: 8000 }, (_, index) => JSON.parse(jobText(index))) });

test('keys are handled while a long response arrives', async (t) => {
  const { transport } = await open(t, (_, response) => response.end(longBody));
  const perTurn = new Map<number, number>();
  await countTurns(async (turn) => {
    const onText = (text: string) => perTurn.set(turn(), (perTurn.get(turn()) ?? 0) + text.length);
    await transport.send({ method: 'GET', path: '/jobs/overview', timeoutMs: 5000, onText });
  });
  const longest = Math.max(...perTurn.values());
  assert.ok(longest <= 2 * turnLength, `${longest} of ${longBody.length} characters in one turn`);
});

test('keys are handled while a long response is parsed', async () => {
  const flink = createFlinkRest(async () => ({ status: 200, body: longBody }));
  const turns = await countTurns(() => flink.jobs());
  assert.ok(turns >= longBody.length / turnLength - 1, `${turns} turns`);
});

test('ends a slow response at the timeout of the whole response', async (t) => {
  const listener: RequestListener = (_, response) => {
    response.write('{');
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(timer));
  };
  const { transport } = await open(t, listener);
  const error = await failure(transport.send({ method: 'GET', path: '/overview', timeoutMs: 400 }));
  assert.equal(error.kind, 'timeout');
  assert.match(error.message, /did not finish its response within 0\.4 s: \d+ B received/);
  assert.equal(transport.link().state, 'stale');
});

for (const name of ['a connection reset', 'a connection reset within the body'] as const) {
  test(`reports a lost connection after ${name}`, async (t) => {
    const { flink, transport } = await open(t, hostileResponses[name]);
    const error = await failure(flink.jobs());
    assert.match(`${error.kind}: ${error.message}`, /^unreachable: .*connection lost/);
    assert.equal(transport.link().state, 'stale');
  });
}
