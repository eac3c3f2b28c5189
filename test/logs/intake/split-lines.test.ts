import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLineSplitter, maxLineBytes } from '../../../src/logs/intake/split-lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A splitter, and the lines that it has handed on. */
function splitting() {
  const lines: { readonly text: string; readonly cutBytes: number }[] = [];
  const splitter = createLineSplitter((buffer, from, to, cutBytes) => {
    lines.push({ text: buffer.toString('utf8', from, to), cutBytes });
  });
  return { ...splitter, lines };
}

test('the same lines come out, wherever the chunks are cut', () => {
  const text = 'plain\r\nwide 漢字 and 😀\n\nlast without end';
  const expected = ['plain', 'wide 漢字 and 😀', '', 'last without end'];
  const all = bytes(text);
  for (let size = 1; size <= all.length; size += 1) {
    const { push, flush, lines } = splitting();
    for (let from = 0; from < all.length; from += size) push(all.subarray(from, from + size));
    flush();
    assert.deepEqual(
      lines.map(({ text: line }) => line),
      expected,
      `in chunks of ${size}`,
    );
  }
});

test('ten megabytes without a line end are one line of 64 KiB that says how much went', () => {
  const { push, lines } = splitting();
  const chunk = new Uint8Array(1024 * 1024).fill(97);
  for (let count = 0; count < 10; count += 1) push(chunk);
  assert.equal(lines.length, 0);
  push(bytes('\nnext\n'));
  const [long, next] = lines;
  assert.equal(long?.text.length, maxLineBytes);
  assert.equal(long?.cutBytes, 10 * 1024 * 1024 - maxLineBytes);
  assert.deepEqual(next, { text: 'next', cutBytes: 0 });
});

test('a long line is not cut inside a character', () => {
  const { push, lines } = splitting();
  const text = `a${'漢'.repeat(maxLineBytes)}`;
  push(bytes(`${text}\n`));
  const [line] = lines;
  assert.ok(line !== undefined && text.startsWith(line.text), 'no replacement character');
  assert.equal(bytes(line.text).length + line.cutBytes, bytes(text).length);
});

test('what the sender writes into its memory afterwards changes nothing', () => {
  const { push, lines } = splitting();
  const chunk = bytes('half a li');
  push(chunk);
  chunk.fill(0);
  push(bytes('ne\n'));
  assert.equal(lines[0]?.text, 'half a line');
});
