import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable } from '../../src/text/printable.ts';

for (const [name, text, shown] of [
  ['plain text', 'checkpoint 12 für Straße 日本', 'checkpoint 12 für Straße 日本'],
  ['an escape sequence', '\x1b[2Jboo', '␛[2Jboo'],
  ['an OSC 52 sequence', '\x1b]52;c;aGk=\x07', '␛]52;c;aGk=␇'],
  ['a carriage return', 'real\rfake', 'real␍fake'],
  ['a tab', 'a\tb', 'a  b'],
  ['NUL and DEL', '\0\x7f', '␀␡'],
  ['C1 controls', 'a\u009b31mb', 'a<009b>31mb'],
  ['a right-to-left override', 'exe\u202etxt', 'exe<202e>txt'],
  ['a lone surrogate', 'a\ud800b', 'a<d800>b'],
  ['an emoji', '🦀', '🦀'],
  ['direction isolates and marks', 'a\u2067b\u2069\u200f', 'a<2067>b<2069><200f>'],
  ['zero-width joiners and spaces', 'a\u200d\u200b\u2060b', 'a<200d><200b><2060>b'],
  ['blank fillers', 'a\u3164\u115f\u00adb', 'a<3164><115f><00ad>b'],
  ['a tag', 'a\u{e0041}b', 'a<e0041>b'],
  ['combining accents', 'e\u0301\u0323', 'e\u0301\u0323'],
  ['too many combining marks', `a${'\u0301'.repeat(1000)}b`, `a${'\u0301'.repeat(3)}<997 marks>b`],
] as const) {
  test(`makes ${name} safe for the terminal`, () => assert.equal(printable(text), shown));
}
