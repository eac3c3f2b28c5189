import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { prefixLines } from '../../src/commands/prefix-lines.ts';

async function prefixed(chunks: readonly string[]): Promise<string[]> {
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  return (await Readable.from(prefixLines(stream, '[a] ')).toArray()).map(String);
}

test('each line gets the prefix, wherever the chunks end', async () => {
  assert.equal((await prefixed(['one\ntw', 'o\n', '\nthr', 'ee'])).join(''), '[a] one\n[a] two\n[a] \n[a] three\n');
});

test('only whole lines come out at a time', async () => {
  assert.deepEqual(await prefixed(['one\ntw', 'o\n']), ['[a] one\n', '[a] two\n']);
});

test('characters that a chunk cuts stay whole', async () => {
  const bytes = Buffer.from('né\n');
  const stream = Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]);
  assert.equal((await Readable.from(prefixLines(stream, '> ')).toArray()).map(String).join(''), '> né\n');
});

test('a line without end is passed on in pieces and not kept', async () => {
  const pieces = await prefixed(Array.from({ length: 8 }, () => 'x'.repeat(20_000)));
  assert.ok(pieces.length >= 2);
  assert.equal(pieces.join('').replaceAll(/\[a\] |\n/g, '').length, 160_000);
});
