import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { cell, cut, sliceColumns, wrap, wrapAndCut } from '../../../src/screen/draw/fit.ts';

const texts = [
  'plain',
  'Жираф',
  '日本語のジョブ名',
  'e\u0301\u0302\u0303'.repeat(30),
  'שלום עולם',
  '\u202eright to left\u202c',
  '\x1b[31mred\x1b[0m\x1b]0;title\x07\r\n\x08',
  '👨‍👩‍👧 family 🇩🇪 flag 👍🏽',
  '\u200b\u200d\ufe0f\u00ad',
  'tab\tbed',
  'का और नि',
  '┏━ ▶★●○▲✕▷ ··▂█▂E × ‹›… ━┓',
];

for (const text of texts) {
  test(`fits ${JSON.stringify(text).slice(0, 30)} to the exact width`, () => {
    for (let width = 1; width < 24; width += 1) assert.equal(stringWidth(cell(text, width)), width);
  });
}

test('removes all control characters', () => {
  for (const text of texts) assert.doesNotMatch(cell(text, 40), /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});

test('a cut text ends with an ellipsis', () => {
  assert.equal(cut('TopSpeedWindowing', 8), 'TopSpee…');
  assert.equal(cut('TopSpeed', 8), 'TopSpeed');
  assert.equal(cut('日本語', 4), '日 …');
  assert.equal(cut('x', 0), '');
});

test('a wide character cut by an edge becomes blanks', () => {
  assert.equal(sliceColumns('日本語', 1, 4), ' 本 ');
  assert.equal(sliceColumns('a日本', 0, 2), 'a ');
});

test('fitting a line of 1 MB takes about as long as fitting one of 10 kB', () => {
  for (const unit of ['x', '日', 'e\u0301', '\x1b']) {
    const ten = fastest(unit.repeat(1e4));
    const thousand = fastest(unit.repeat(1e6));
    assert.ok(thousand < 5 * ten + 5, `${thousand} ms instead of ${ten} ms`);
  }
});

/** Returns the time of the fastest of four runs in ms, because other processes can slow down single runs. */
function fastest(text: string): number {
  const durations = Array.from({ length: 4 }, () => {
    const before = performance.now();
    assert.equal(stringWidth(cell(text, 80)), 80);
    assert.ok(wrap(text, 80, 20).length <= 20);
    return performance.now() - before;
  });
  return Math.min(...durations);
}

test('wrapping keeps the whole text', () => {
  for (const text of ['the quick brown fox', '日本語のジョブ名', 'x'.repeat(25)]) {
    assert.equal(wrap(text, 7, 50).join(''), text);
    assert.equal(wrap(text, 7, 50, 'words').join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    assert.ok(wrap(text, 7, 50, 'words').every((row) => stringWidth(row) <= 7));
  }
  assert.deepEqual(wrap('the quick brown fox', 9, 50, 'words'), ['the quick', 'brown fox']);
});

test('text that does not fit ends with one ellipsis', () => {
  assert.deepEqual(wrapAndCut('the quick brown fox', 9, 2), ['the quick', 'brown fox']);
  assert.deepEqual(wrapAndCut('the quick brown fox jumps', 9, 2), ['the quick', 'brown fo…']);
  assert.deepEqual(wrapAndCut('the quick fox elephants run', 9, 2), ['the quick', 'fox …']);
});
