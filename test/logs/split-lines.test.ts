import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLineSplitter, longestLineBytes } from '../../src/logs/split-lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('the same lines come out, wherever the chunks are cut', () => {
  const text = 'plain\r\nwide 漢字 and 😀\n\nlast without end';
  const expected = ['plain', 'wide 漢字 and 😀', '', 'last without end'];
  const all = bytes(text);
  for (let size = 1; size <= all.length; size += 1) {
    const splitter = createLineSplitter();
    const lines: string[] = [];
    for (let from = 0; from < all.length; from += size) {
      lines.push(...splitter.push(all.subarray(from, from + size)).map((line) => line.text));
    }
    lines.push(splitter.flush()?.text ?? 'nothing');
    assert.deepEqual(lines, expected, `in chunks of ${size}`);
  }
});

test('ten megabytes without a line end are one line of 64 KiB that says how much went', () => {
  const splitter = createLineSplitter();
  const chunk = new Uint8Array(1024 * 1024).fill(97);
  for (let count = 0; count < 10; count += 1) assert.deepEqual(splitter.push(chunk), []);
  const [long, next] = splitter.push(bytes('\nnext\n'));
  assert.equal(long?.text.length, longestLineBytes);
  assert.equal(long?.cutBytes, 10 * 1024 * 1024 - longestLineBytes);
  assert.deepEqual(next, { text: 'next', cutBytes: 0 });
});

test('a long line is not cut inside a character', () => {
  const splitter = createLineSplitter();
  const text = `a${'漢'.repeat(longestLineBytes)}`;
  const [line] = splitter.push(bytes(`${text}\n`));
  assert.ok(line !== undefined && text.startsWith(line.text), 'no replacement character');
  assert.equal(bytes(line.text).length + line.cutBytes, bytes(text).length);
});

test('what the sender writes into its memory afterwards changes nothing', () => {
  const splitter = createLineSplitter();
  const chunk = bytes('half a li');
  splitter.push(chunk);
  chunk.fill(0);
  assert.equal(splitter.push(bytes('ne\n'))[0]?.text, 'half a line');
});
