import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTerminalText } from '../../src/shell/terminal-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The text that comes of these chunks, and after each of them. */
function pieces(...chunks: readonly (string | Uint8Array)[]): readonly string[] {
  const text = createTerminalText();
  return [...chunks.map((chunk) => text.push(typeof chunk === 'string' ? bytes(chunk) : chunk)), text.end()];
}

test('lines come as soon as they are whole, the last one at the end', () => {
  assert.deepEqual(pieces('one\ntw', 'o\nthr', 'ee'), ['one\n', 'two\n', '', 'three']);
});

test('what a terminal would obey is shown', () => {
  assert.deepEqual(pieces('\x1b[2Jgone\n\x1b', ']0;title\x07\n'), ['␛[2Jgone\n', '␛]0;title␇\n', '']);
});

test('a character that two chunks share is whole, and line ends of Windows are line ends', () => {
  const [first = 0, ...rest] = bytes('é');
  assert.deepEqual(pieces(Uint8Array.of(first), Uint8Array.of(...rest, 13), '\nx\n'), [
    '',
    'é\n'.slice(0, 0),
    'é\nx\n',
    '',
  ]);
});

test('a line without an end is not held back for ever', () => {
  const shown = pieces('x'.repeat(40_000), 'x'.repeat(40_000), 'y');
  assert.deepEqual(
    shown.map(({ length }) => length),
    [0, 80_000, 0, 1],
  );
});
