import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editLine, emptyLine, type Line } from '../../../src/screen/draw/edit-line.ts';
import { createDecoder } from '../../../src/screen/input/decode.ts';

const typed = (bytes: string, from: Line = emptyLine) =>
  createDecoder()
    .push(bytes)
    .reduce((line, key) => editLine(line, key) ?? line, from);

for (const [what, bytes, text, cursor] of [
  ['letters', 'abc', 'abc', 3],
  ['Backspace', 'abc\x7f', 'ab', 2],
  ['Left and a letter', 'ac\x1b[Db', 'abc', 2],
  ['Home and Delete', 'abc\x1b[H\x1b[3~', 'bc', 0],
  ['Ctrl-W', 'stop job\x17', 'stop ', 5],
  ['Ctrl-U', 'stop job\x1b[D\x15', 'b', 0],
  ['Ctrl-A and Ctrl-K', 'stop\x01\x0b', '', 0],
  ['Backspace over a grapheme', 'xe\u0301\x7f', 'x', 1],
  ['a paste of lines', '\x1b[200~a\nb\x1b[201~', 'a b', 3],
] as const) {
  test(what, () => assert.deepEqual(typed(bytes), { text, cursor }));
}

test('a key that does not edit is not taken', () => {
  const [key] = createDecoder().push('\x1b[A');
  assert.ok(key);
  assert.equal(editLine(emptyLine, key), undefined);
});
