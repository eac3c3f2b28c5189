import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLineSplitter, maxLineBytes } from '../../../src/logs/intake/split-lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Creates a splitter that collects its lines. */
function collectLines() {
  const lines: { readonly text: string; readonly truncatedBytes: number }[] = [];
  const splitter = createLineSplitter((buffer, from, to, truncatedBytes) => {
    lines.push({ text: buffer.toString('utf8', from, to), truncatedBytes });
  });
  return { ...splitter, lines };
}

test('returns the same lines for all chunk sizes', () => {
  const text = 'plain\r\nwide 漢字 and 😀\n\nlast without end';
  const expected = ['plain', 'wide 漢字 and 😀', '', 'last without end'];
  const all = bytes(text);
  for (let size = 1; size <= all.length; size += 1) {
    const { push, flush, lines } = collectLines();
    for (let from = 0; from < all.length; from += size) push(all.subarray(from, from + size));
    flush();
    assert.deepEqual(
      lines.map(({ text: line }) => line),
      expected,
      `in chunks of ${size} bytes`,
    );
  }
});

test('truncates ten megabytes without a line end to 64 KiB and counts the truncated bytes', () => {
  const { push, lines } = collectLines();
  const chunk = new Uint8Array(1024 * 1024).fill(97);
  for (let count = 0; count < 10; count += 1) push(chunk);
  assert.equal(lines.length, 0);
  push(bytes('\nnext\n'));
  const [long, next] = lines;
  assert.equal(long?.text.length, maxLineBytes);
  assert.equal(long?.truncatedBytes, 10 * 1024 * 1024 - maxLineBytes);
  assert.deepEqual(next, { text: 'next', truncatedBytes: 0 });
});

test('does not truncate a line within a character', () => {
  const { push, lines } = collectLines();
  const text = `a${'漢'.repeat(maxLineBytes)}`;
  push(bytes(`${text}\n`));
  const [line] = lines;
  assert.ok(line !== undefined && text.startsWith(line.text), 'no replacement character');
  assert.equal(bytes(line.text).length + line.truncatedBytes, bytes(text).length);
});

test('keeps an incomplete line when its chunk is overwritten later', () => {
  const { push, lines } = collectLines();
  const chunk = bytes('half a li');
  push(chunk);
  chunk.fill(0);
  push(bytes('ne\n'));
  assert.equal(lines[0]?.text, 'half a line');
});
