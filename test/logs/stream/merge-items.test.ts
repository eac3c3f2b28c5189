import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ItemMerge, mergeItems } from '../../../src/logs/stream/merge-items.ts';
import type { StreamedItem } from '../../../src/logs/stream/streamed-event.ts';

const marker = (pod: string, at: number): StreamedItem => ({
  kind: 'marker',
  origin: { pod, container: 'main' },
  at,
  text: `${pod}${at}`,
});

async function* source(pod: string, ...batches: readonly (readonly number[])[]) {
  for (const batch of batches) {
    await new Promise(setImmediate);
    yield batch.map((at) => marker(pod, at));
  }
}

async function collect(merge: ItemMerge): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const items of merge.items()) for (const item of items) if (item.kind === 'marker') texts.push(item.text);
  return texts;
}

test('merges ended logs by time and keeps the order within each log', async () => {
  const merge = mergeItems(undefined);
  merge.add(source('a', [1, 4], [], [5, 5, 9]));
  merge.add(source('b', [2, 3, 6, 7, 8]));
  merge.add(source('c'));
  merge.seal();
  assert.deepEqual(await collect(merge), ['a1', 'b2', 'b3', 'a4', 'a5', 'a5', 'b6', 'b7', 'b8', 'a9']);
});

test('merges thousands of items of many logs completely and in order', async () => {
  const merge = mergeItems(undefined);
  const counts = Array.from({ length: 20 }, (_, pod) => 100 + pod * 37);
  for (const [pod, count] of counts.entries()) {
    const times = Array.from({ length: count }, (_, index) => (index * 7919 * (pod + 1)) % 5000).sort((a, b) => a - b);
    const batches = Array.from({ length: Math.ceil(count / 11) }, (_, index) =>
      times.slice(index * 11, index * 11 + 11),
    );
    merge.add(source(`p${pod}-`, ...batches));
  }
  merge.seal();
  const times = (await collect(merge)).map((text) => Number(text.split('-')[1]));
  assert.equal(
    times.length,
    counts.reduce((sum, count) => sum + count),
  );
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  );
});

test('waits for a quiet log, but only until the timeout', async () => {
  const merge = mergeItems(20);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function* quiet() {
    yield [];
    await released;
    yield [marker('late', 1)];
  }
  merge.add(quiet());
  merge.add(source('a', [2, 3]));
  merge.seal();
  const items = merge.items();
  const first: readonly StreamedItem[] = (await items.next()).value ?? [];
  assert.deepEqual(
    first.map(({ at }) => at),
    [2, 3],
  );
  release();
  const second: readonly StreamedItem[] = (await items.next()).value ?? [];
  assert.deepEqual(
    second.map(({ at }) => at),
    [1],
  );
  assert.equal((await items.next()).done, true);
});

test('accepts a source while the items are read, and ends with the reported error', async () => {
  const merge = mergeItems(undefined);
  const items = merge.items();
  const next = items.next();
  merge.add(source('a', [1]));
  assert.equal((await next).value?.length, 1);
  merge.fail(new Error('refused'));
  await assert.rejects(items.next(), /refused/);
});
