import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quoteWord, splitWords } from '../../../src/commands/line/split-words.ts';
import { createRandom } from '../../logging-config/random.ts';

test('removes quotes from words but includes them in the offsets', () => {
  assert.deepEqual(splitWords(' cancel  --job="Word Count"\t\'it\\s\' a\\ b ""').words, [
    { text: 'cancel', start: 1, end: 7 },
    { text: '--job=Word Count', start: 9, end: 27 },
    { text: 'it\\s', start: 28, end: 34 },
    { text: 'a b', start: 35, end: 39 },
    { text: '', start: 40, end: 42 },
  ]);
});

test('an unclosed quote or a trailing backslash makes a line unfinished', () => {
  for (const [line, text] of [
    ['"Word C', 'Word C'],
    ["'Word C", 'Word C'],
    ['a"b\\', 'ab'],
    ['Word\\', 'Word'],
    ['"', ''],
  ] as const) {
    const { words, isUnfinished } = splitWords(`x ${line}`);
    assert.deepEqual(words.at(-1), { text, start: 2, end: 2 + line.length }, line);
    assert.equal(isUnfinished, true, line);
  }
  assert.equal(splitWords('"a" \'b\' \\c').isUnfinished, false);
});

test('splitting a quoted word returns the word', () => {
  const random = createRandom(7);
  const characters = ['a', ' ', '\t', "'", '"', '\\', '-', '=', '😀'];
  for (let round = 0; round < 2000; round += 1) {
    const word = Array.from({ length: random.below(8) }, () => random.pick(characters)).join('');
    const line = `x ${quoteWord(word)} y`;
    assert.deepEqual(
      splitWords(line).words.map(({ text }) => text),
      ['x', word, 'y'],
      line,
    );
  }
});

test('splits a long line with an unclosed quote in under 2 s', () => {
  const started = performance.now();
  assert.equal(splitWords(`${'a'.repeat(100_000)}${"'a\\".repeat(30_001)}`).isUnfinished, true);
  assert.ok(performance.now() - started < 2000);
});
