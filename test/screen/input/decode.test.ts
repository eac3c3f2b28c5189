import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeKeys } from '../../support/decode-keys.ts';

const namesOf = (...chunks: readonly string[]) => decodeKeys(...chunks).map(({ name }) => name);

test('splits several keys in one chunk', () => {
  assert.deepEqual(namesOf('jjj'), ['j', 'j', 'j']);
  assert.deepEqual(namesOf('abc\r'), ['a', 'b', 'c', 'enter']);
  assert.deepEqual(namesOf('j\x1b[A\x1b[B\x7f\tG'), ['j', 'up', 'down', 'backspace', 'tab', 'G']);
});

for (const [bytes, name] of [
  ['\x1b[A', 'up'],
  ['\x1bOA', 'up'],
  ['\x1b[5~', 'pageup'],
  ['\x1b[H', 'home'],
  ['\x1bOP', 'f1'],
  ['\x1b[15~', 'f5'],
  ['\x1b[24~', 'f12'],
  ['\x1b[2~', 'insert'],
  ['\x1b[Z', 'shift-tab'],
  ['\x1b[1;5C', 'ctrl-right'],
  ['\x1b[1;2A', 'shift-up'],
  ['\x1bx', 'alt-x'],
  ['\x04', 'ctrl-d'],
  ['\0', 'ctrl-space'],
  [' ', 'space'],
] as const) {
  test(`decodes ${JSON.stringify(bytes)} as ${name}`, () => assert.deepEqual(namesOf(bytes), [name]));
}

test('joins a sequence split over two chunks', () => {
  assert.deepEqual(namesOf('\x1b', '[A', 'k'), ['up', 'k']);
  assert.deepEqual(namesOf('\x1b[1', '5~'), ['f5']);
});

test('a lone Esc byte is the Esc key and does not turn the next key into an Alt key', () => {
  assert.deepEqual(namesOf('\x1b'), ['escape']);
  assert.deepEqual(namesOf('\x1b', 'j'), ['escape', 'j']);
  assert.deepEqual(namesOf('\x1b\x1b'), ['escape', 'escape']);
});

test('ignores reports from the terminal, and the mouse is not a key', () => {
  const colour = '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\';
  const mouse = '\x1b[<0;10;10M\x1b[M !!';
  const focus = '\x1b[I\x1b[O';
  const attributes = '\x1b[?62;22c\x1bP>|xterm(390)\x1b\\\x1b[12;40R';
  assert.deepEqual(namesOf(`a${colour}${mouse}${focus}${attributes}b`), ['a', 'b']);
  assert.deepEqual(namesOf('\x1b]11;rgb:1e1e', '/1e1e/1e1e\x07q'), ['q']);
});

test('a paste is one key', () => {
  const keys = decodeKeys('\x1b[200~q\rst', 'op\x1b[A\x1b[201~j');
  assert.deepEqual(
    keys.map(({ name, text }) => [name, text]),
    [
      ['paste', 'q\rstop\x1b[A'],
      ['j', 'j'],
    ],
  );
});

test('a grapheme of several code points is one key', () => {
  assert.deepEqual(namesOf('e\u0301日x'), ['e\u0301', '日', 'x']);
});
