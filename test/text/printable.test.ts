import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable } from '../../src/text/printable.ts';

for (const [what, text, shown] of [
  ['plain text', 'checkpoint 12 für Straße 日本', 'checkpoint 12 für Straße 日本'],
  ['an escape sequence', '\x1b[2Jboo', '␛[2Jboo'],
  ['an OSC 52', '\x1b]52;c;aGk=\x07', '␛]52;c;aGk=␇'],
  ['a carriage return', 'real\rfake', 'real␍fake'],
  ['a tab', 'a\tb', 'a  b'],
  ['NUL and DEL', '\0\x7f', '␀␡'],
  ['C1 controls', 'a\u009b31mb', 'a<009b>31mb'],
  ['a right-to-left override', 'exe\u202etxt', 'exe<202e>txt'],
  ['a lone surrogate', 'a\ud800b', 'a<d800>b'],
  ['an emoji', '🦀', '🦀'],
] as const) {
  test(`${what} is made safe to show`, () => assert.equal(printable(text), shown));
}
