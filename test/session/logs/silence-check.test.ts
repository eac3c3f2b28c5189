import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSilenceCheck } from '../../../src/session/logs/silence-check.ts';

const enoughBytes = 64 * 1024;

/** A stream that stops after enough data for a check. The test provides the result of the check. */
function silentStream() {
  let checks = 0;
  let outdated = 0;
  let finish: (isBehind: boolean | undefined) => void = () => {};
  const silence = createSilenceCheck({
    newestAt: () => 1,
    isOutdated: () => {
      checks += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
    onOutdated: () => {
      outdated += 1;
    },
  });
  silence.received(enoughBytes);
  const checked = silence.check();
  return {
    silence,
    checks: () => checks,
    outdatedCalls: () => outdated,
    finish: async (isBehind: boolean | undefined) => {
      finish(isBehind);
      await checked;
    },
  };
}

test('the cause of a pause is unknown until a check finds no newer file', async () => {
  const { silence, finish, outdatedCalls } = silentStream();
  assert.ok(silence.isUnknown());
  await finish(false);
  assert.deepEqual([silence.isUnknown(), outdatedCalls()], [false, 0]);
});

test('reports an outdated stream', async () => {
  const { silence, finish, outdatedCalls } = silentStream();
  await finish(true);
  assert.deepEqual([silence.isUnknown(), outdatedCalls()], [true, 1]);
});

test('ignores the result of a check that ends after new data', async () => {
  for (const isBehind of [true, false]) {
    const { silence, finish, outdatedCalls } = silentStream();
    silence.received(1);
    await finish(isBehind);
    assert.deepEqual([silence.isUnknown(), outdatedCalls()], [true, 0]);
    silence.reset();
    assert.equal(silence.isUnknown(), false);
  }
});

test('checks again after enough data', async () => {
  const { silence, finish, checks } = silentStream();
  await finish(false);
  void silence.check();
  silence.received(enoughBytes - 1);
  void silence.check();
  assert.equal(checks(), 1);
  silence.received(1);
  void silence.check();
  assert.equal(checks(), 2);
});
