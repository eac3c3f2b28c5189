import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { asciiOf } from '../../src/text/ascii.ts';

test('replaces frames, bars, markers and ellipses with ASCII', () => {
  assert.equal(asciiOf('┏━ 1 Pods ━┓', '~'), '+= 1 Pods =+');
  assert.equal(asciiOf('│▶ ★ leader ··▂█▁ 3E …│', '~'), '|> * leader ..:#, 3E ~|');
  assert.equal(asciiOf('● live · ▲ slow · ✕ denied × 2', '~'), '* live . ! slow . x denied x 2');
  assert.equal(asciiOf('looking for Flink clusters…', '...'), 'looking for Flink clusters...');
});

test('replaces other characters with question marks of the same width', () => {
  for (const text of ['日本語', 'Zähler', '👨‍👩‍👧 family', 'e\u0301', '\u{1f1e9}\u{1f1ea}', '␛[2J', '\ud800']) {
    const ascii = asciiOf(text, '~');
    assert.match(ascii, /^[\x20-\x7e]*$/);
    assert.equal(ascii.length, stringWidth(text), text);
  }
  assert.equal(asciiOf('Zähler', '~'), 'Z?hler');
});

test('keeps ASCII and escape sequences', () => {
  const text = '\x1b[1mbold\x1b[0m\r\n\ttab ~ ^';
  assert.equal(asciiOf(text, '~'), text);
});
