import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

/** Keeps the newest objects for two seconds, so that V8 would enlarge the young space. Prints its largest size in MiB. */
const allocate = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { limitYoungSpace } from './src/shell/program/v8-heap.ts';
  limitYoungSpace(Number(process.argv[1]) * 1024 * 1024);
  const kept = [];
  let largest = 0;
  for (const end = performance.now() + 2000; performance.now() < end; await new Promise(setImmediate)) {
    for (let count = 0; count < 2000; count += 1) kept[(kept.length + count) % 20_000] = { count, text: 'line ' + count };
    const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    largest = Math.max(largest, space_size / 1024 / 1024);
  }
  console.log(String(largest));
`;

// In its own process, because the tests run with a large young space.
test('the young space of a busy process stops growing at its limit', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', allocate, '4'], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const largest = Number(stdout);
  // The last doubling can be between two checks.
  assert.ok(largest >= 2 && largest <= 16, `${stdout} MiB`);
});
