import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { ExecCredential } from '../../../src/kubernetes/credentials/exec-plugin.ts';
import { keepExecCredential } from '../../../src/kubernetes/credentials/keep-exec-credential.ts';

const seconds = (count: number) => count * 1000;

beforeEach(() => mock.timers.enable({ apis: ['Date'] }));
afterEach(() => mock.timers.reset());

/** A credential plugin that the test controls. Its tokens are numbered and expire after 100 s. */
function plugin() {
  const runs: PromiseWithResolvers<ExecCredential>[] = [];
  const getCredential = keepExecCredential(() => {
    const run = Promise.withResolvers<ExecCredential>();
    runs.push(run);
    return run.promise;
  });
  const complete = (run: number) =>
    runs[run - 1]?.resolve({ token: `token ${run}`, expiresAt: Date.now() + seconds(100) } as ExecCredential);
  return { runs, getCredential, complete, token: async () => (await getCredential()).token };
}

test('shares one plugin run between parallel calls', async () => {
  const { runs, token, complete } = plugin();
  const both = Promise.all([token(), token()]);
  complete(1);
  assert.deepEqual(await both, ['token 1', 'token 1']);
  assert.equal(runs.length, 1);
});

test('renews a token after 80% of its lifetime and uses the old token during the renewal', async () => {
  const { runs, token, complete } = plugin();
  const first = token();
  complete(1);
  await first;
  mock.timers.setTime(seconds(79));
  assert.equal(await token(), 'token 1');
  assert.equal(runs.length, 1);
  mock.timers.setTime(seconds(81));
  assert.equal(await token(), 'token 1');
  assert.equal(await token(), 'token 1');
  assert.equal(runs.length, 2);
  complete(2);
  await runs[1]?.promise;
  assert.equal(await token(), 'token 2');
  assert.equal(runs.length, 2);
});

test('waits for the new token shortly before the old token expires', async () => {
  const { runs, token, complete } = plugin();
  const first = token();
  complete(1);
  await first;
  mock.timers.setTime(seconds(96));
  const second = token();
  complete(2);
  assert.equal(await second, 'token 2');
  assert.equal(runs.length, 2);
});

test('retries a failed renewal after ten seconds and reports the error only near the expiry of the token', async () => {
  const { runs, getCredential, token, complete } = plugin();
  const first = token();
  complete(1);
  await first;
  mock.timers.setTime(seconds(81));
  await token();
  runs[1]?.reject(new Error('no network'));
  await runs[1]?.promise.catch(() => {});
  mock.timers.setTime(seconds(90));
  assert.equal(await token(), 'token 1');
  assert.equal(runs.length, 2, 'no retry within ten seconds of the failure');
  mock.timers.setTime(seconds(92));
  assert.equal(await token(), 'token 1');
  assert.equal(runs.length, 3);
  runs[2]?.reject(new Error('still no network'));
  await runs[2]?.promise.catch(() => {});
  mock.timers.setTime(seconds(96));
  await assert.rejects(getCredential(), { message: 'still no network' });
  assert.equal(runs.length, 3);
});
