import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { mergeStreams } from '../../src/commands/merge-streams.ts';

const signal = new AbortController().signal;
const collect = (stream: AsyncIterable<string>): Promise<string[]> => Readable.from(stream).toArray();

async function* counting(name: string, count: number, made: string[] = []): AsyncGenerator<string> {
  for (let index = 0; index < count; index += 1) {
    await turn();
    made.push(`${name}${index}`);
    yield `${name}${index}`;
  }
}

test('all items come, each stream in its own order', async () => {
  const items = await collect(mergeStreams([counting('a', 300), counting('b', 200)], signal));
  assert.equal(items.length, 500);
  assert.deepEqual(
    items.filter((item) => item.startsWith('a')),
    Array.from({ length: 300 }, (_, index) => `a${index}`),
  );
});

test('a slow reader slows the streams down', async () => {
  const made: string[] = [];
  for await (const item of mergeStreams([counting('a', 5000, made), counting('b', 5000, made)], signal)) {
    assert.equal(typeof item, 'string');
    for (let turns = 0; turns < 50; turns += 1) await turn();
    if (made.length > 100) assert.fail(`${made.length} items were read ahead`);
    if (item.endsWith('5')) break;
  }
});

test('an error of one stream reaches the reader', async () => {
  async function* failing(): AsyncGenerator<string> {
    yield 'only';
    throw new Error('the pod is gone');
  }
  await assert.rejects(collect(mergeStreams([failing()], signal)), { message: 'the pod is gone' });
});
