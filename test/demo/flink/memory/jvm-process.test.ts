import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from '../../../../src/demo/flink/clock.ts';
import { createJvm, taskManagerSizes } from '../../../../src/demo/flink/memory/jvm-process.ts';

test('a heap that fills up is collected more often from then on, and the counters never jump or decrease', () => {
  const clock = createClock(1, 3_600_000);
  const jvm = createJvm(clock, taskManagerSizes);
  let previous = jvm.numbers();
  const run = (seconds: number) => {
    for (let second = 0; second < seconds; second += 10) {
      clock.advance(10_000);
      const next = jvm.numbers();
      const collections = next.gcCount - previous.gcCount;
      const ms = next.gcTimeMs - previous.gcTimeMs;
      assert.ok(collections >= 0 && collections <= 6 && ms >= 0 && ms <= 6 * 700, `${collections} in ${ms} ms`);
      previous = next;
    }
    return previous;
  };
  assert.equal(run(600).gcCount, 15);
  const free = jvm.grow('heap', 2 ** 20);
  // 60 % of 512 MiB are full after about 307 s. The remaining 93 s have 46 collections.
  assert.deepEqual([run(400).gcCount, previous.gcTimeMs], [25 + 46, 25 * 7 + 46 * 700]);
  free();
  assert.equal(run(400).gcCount, 35 + 46);
});
