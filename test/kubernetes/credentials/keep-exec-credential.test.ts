import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { ExecCredential } from '../../../src/kubernetes/credentials/exec-plugin.ts';
import { keepExecCredential } from '../../../src/kubernetes/credentials/keep-exec-credential.ts';

const seconds = (count: number) => count * 1000;

beforeEach(() => mock.timers.enable({ apis: ['Date'] }));
afterEach(() => mock.timers.reset());

/** A plugin whose runs end when the test says so; its tokens are numbered, and live 100 s. */
function plugin() {
  const runs: PromiseWithResolvers<ExecCredential>[] = [];
  const ask = keepExecCredential(() => {
    const run = Promise.withResolvers<ExecCredential>();
    runs.push(run);
    return run.promise;
  });
  const answer = (run: number) =>
    runs[run - 1]?.resolve({ token: `token ${run}`, expiresAt: Date.now() + seconds(100) } as ExecCredential);
  return { runs, ask, answer, token: async () => (await ask()).token };
}

test('whoever asks while the plugin runs gets what that run brings', async () => {
  const { runs, token, answer } = plugin();
  const both = Promise.all([token(), token()]);
  answer(1);
  assert.deepEqual(await both, ['token 1', 'token 1']);
  assert.equal(runs.length, 1);
});

test('a token is used for four fifths of its life, and then renewed while it is still used', async () => {
  const { runs, token, answer } = plugin();
  const first = token();
  answer(1);
  await first;
  mock.timers.setTime(seconds(79));
  assert.equal(await token(), 'token 1');
  assert.equal(runs.length, 1);
  mock.timers.setTime(seconds(81));
  assert.equal(await token(), 'token 1');
  assert.equal(await token(), 'token 1');
  assert.equal(runs.length, 2);
  answer(2);
  await runs[1]?.promise;
  assert.equal(await token(), 'token 2');
  assert.equal(runs.length, 2);
});

test('in the last moments of a token its successor is waited for', async () => {
  const { runs, token, answer } = plugin();
  const first = token();
  answer(1);
  await first;
  mock.timers.setTime(seconds(96));
  const second = token();
  answer(2);
  assert.equal(await second, 'token 2');
  assert.equal(runs.length, 2);
});

test('a renewal that fails is tried again after ten seconds, and is no matter before the token ends', async () => {
  const { runs, ask, token, answer } = plugin();
  const first = token();
  answer(1);
  await first;
  mock.timers.setTime(seconds(81));
  await token();
  runs[1]?.reject(new Error('no network'));
  await runs[1]?.promise.catch(() => {});
  mock.timers.setTime(seconds(90));
  assert.equal(await token(), 'token 1');
  assert.equal(runs.length, 2, 'not in a loop');
  mock.timers.setTime(seconds(92));
  assert.equal(await token(), 'token 1');
  assert.equal(runs.length, 3);
  runs[2]?.reject(new Error('still no network'));
  await runs[2]?.promise.catch(() => {});
  mock.timers.setTime(seconds(96));
  await assert.rejects(ask(), { message: 'still no network' });
  assert.equal(runs.length, 3);
});
