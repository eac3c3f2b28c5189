import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quoteWord, splitWords } from '../../../src/commands/line/split-words.ts';
import { createRandom } from '../../logging-config/random.ts';

test('a word says what is in its quotes, and takes their place too', () => {
  assert.deepEqual(splitWords(' cancel  --job="Word Count"\t\'it\\s\' a\\ b ""').words, [
    { text: 'cancel', from: 1, to: 7 },
    { text: '--job=Word Count', from: 9, to: 27 },
    { text: 'it\\s', from: 28, to: 34 },
    { text: 'a b', from: 35, to: 39 },
    { text: '', from: 40, to: 42 },
  ]);
});

test('a quote without its end and a last backslash leave a line unfinished, with what is there so far', () => {
  for (const [line, text] of [
    ['"Word C', 'Word C'],
    ["'Word C", 'Word C'],
    ['a"b\\', 'ab'],
    ['Word\\', 'Word'],
    ['"', ''],
  ] as const) {
    const { words, isUnfinished } = splitWords(`x ${line}`);
    assert.deepEqual(words.at(-1), { text, from: 2, to: 2 + line.length }, line);
    assert.equal(isUnfinished, true, line);
  }
  assert.equal(splitWords('"a" \'b\' \\c').isUnfinished, false);
});

test('whatever a word is, it comes back from its quotes', () => {
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

test('a long line without an end to its quote is split at once', () => {
  const started = performance.now();
  assert.equal(splitWords(`${'a'.repeat(100_000)}${"'a\\".repeat(30_001)}`).isUnfinished, true);
  assert.ok(performance.now() - started < 2000);
});
