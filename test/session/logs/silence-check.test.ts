import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSilenceCheck } from '../../../src/session/logs/silence-check.ts';

const enoughBytes = 64 * 1024;

/** A stream that stops after enough data for a check. The test provides the result of the check. */
function silentStream() {
  let checks = 0;
  let outdated = 0;
  let answer: (isBehind: boolean | undefined) => void = () => {};
  const silence = createSilenceCheck({
    newestAt: () => 1,
    isOutdated: () => {
      checks += 1;
      return new Promise((resolve) => {
        answer = resolve;
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
    answer: async (isBehind: boolean | undefined) => {
      answer(isBehind);
      await checked;
    },
  };
}

test('the cause is unknown until a check finds no newer file', async () => {
  const { silence, answer, outdatedCalls } = silentStream();
  assert.ok(silence.isUnknown());
  await answer(false);
  assert.deepEqual([silence.isUnknown(), outdatedCalls()], [false, 0]);
});

test('reports an outdated stream', async () => {
  const { silence, answer, outdatedCalls } = silentStream();
  await answer(true);
  assert.deepEqual([silence.isUnknown(), outdatedCalls()], [true, 1]);
});

test('ignores a result that arrives after more data', async () => {
  for (const isBehind of [true, false]) {
    const { silence, answer, outdatedCalls } = silentStream();
    silence.received(1);
    await answer(isBehind);
    assert.deepEqual([silence.isUnknown(), outdatedCalls()], [true, 0]);
    silence.reset();
    assert.equal(silence.isUnknown(), false);
  }
});

test('checks again after enough data', async () => {
  const { silence, answer, checks } = silentStream();
  await answer(false);
  void silence.check();
  silence.received(enoughBytes - 1);
  void silence.check();
  assert.equal(checks(), 1);
  silence.received(1);
  void silence.check();
  assert.equal(checks(), 2);
});
