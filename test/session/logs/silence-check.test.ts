import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSilenceCheck } from '../../../src/session/logs/silence-check.ts';

const muchBytes = 64 * 1024;

/** A silence after so much of a log, and an answer that comes when it is given. */
function silentStream() {
  let asked = 0;
  let given = 0;
  let answer: (isBehind: boolean | undefined) => void = () => {};
  const silence = createSilenceCheck({
    newestAt: () => 1,
    isOutdated: () => {
      asked += 1;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    onOutdated: () => {
      given += 1;
    },
  });
  silence.received(muchBytes);
  const checked = silence.check();
  return {
    silence,
    asked: () => asked,
    givenUp: () => given,
    answer: async (isBehind: boolean | undefined) => {
      answer(isBehind);
      await checked;
    },
  };
}

test('a silence is unclear until the kubelet has answered that there is no newer file', async () => {
  const { silence, answer, givenUp } = silentStream();
  assert.ok(silence.isUnknown());
  await answer(false);
  assert.deepEqual([silence.isUnknown(), givenUp()], [false, 0]);
});

test('a stream that was left behind is given up', async () => {
  const { silence, answer, givenUp } = silentStream();
  await answer(true);
  assert.deepEqual([silence.isUnknown(), givenUp()], [true, 1]);
});

test('an answer that comes after more of the log is of no use: what came is judged without it', async () => {
  for (const isBehind of [true, false]) {
    const { silence, answer, givenUp } = silentStream();
    silence.received(1);
    await answer(isBehind);
    assert.deepEqual([silence.isUnknown(), givenUp()], [true, 0]);
    silence.reset();
    assert.equal(silence.isUnknown(), false);
  }
});

test('the kubelet is asked again once much has come', async () => {
  const { silence, answer, asked } = silentStream();
  await answer(false);
  void silence.check();
  silence.received(muchBytes - 1);
  void silence.check();
  assert.equal(asked(), 1);
  silence.received(1);
  void silence.check();
  assert.equal(asked(), 2);
});
