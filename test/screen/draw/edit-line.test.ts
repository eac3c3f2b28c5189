import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editLine, emptyLine, type Line } from '../../../src/screen/draw/edit-line.ts';
import { decodeKeys } from '../../support/decode-keys.ts';

const typed = (bytes: string, from: Line = emptyLine) =>
  decodeKeys(bytes).reduce((line, key) => editLine(line, key) ?? line, from);

for (const [name, bytes, text, cursor] of [
  ['inserts letters', 'abc', 'abc', 3],
  ['Backspace deletes the previous character', 'abc\x7f', 'ab', 2],
  ['inserts a letter at the cursor', 'ac\x1b[Db', 'abc', 2],
  ['Home and Delete delete the first character', 'abc\x1b[H\x1b[3~', 'bc', 0],
  ['Ctrl-W deletes the previous word', 'stop job\x17', 'stop ', 5],
  ['Ctrl-U deletes everything before the cursor', 'stop job\x1b[D\x15', 'b', 0],
  ['Ctrl-A and Ctrl-K delete the whole line', 'stop\x01\x0b', '', 0],
  ['Backspace deletes a whole grapheme', 'xe\u0301\x7f', 'x', 1],
  ['joins pasted lines', '\x1b[200~a\nb\x1b[201~', 'a b', 3],
] as const) {
  test(name, () => assert.deepEqual(typed(bytes), { text, cursor }));
}

test('ignores a key that does not edit', () => {
  const [key] = decodeKeys('\x1b[A');
  assert.ok(key);
  assert.equal(editLine(emptyLine, key), undefined);
});
