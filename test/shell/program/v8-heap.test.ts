import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { limitYoungSpace } from '../../../src/shell/program/v8-heap.ts';

const mib = 1024 * 1024;

test('the young space stops growing at its limit in a busy process', async () => {
  limitYoungSpace(4 * mib);
  await allocateFor(2000);
  assert.ok(youngSpaceMiB() >= 2, `${youngSpaceMiB()} MiB`);
  // The last doubling can be between two checks.
  assert.ok(youngSpaceMiB() <= 16, `${youngSpaceMiB()} MiB`);
});

/** Keeps the newest objects, so that V8 would enlarge the young space. */
async function allocateFor(ms: number): Promise<void> {
  const kept: object[] = [];
  for (const end = performance.now() + ms; performance.now() < end; await nextTurn()) {
    for (let count = 0; count < 2000; count += 1)
      kept[(kept.length + count) % 20_000] = { count, text: `line ${count}` };
  }
}

function youngSpaceMiB(): number {
  return (getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0) / mib;
}
