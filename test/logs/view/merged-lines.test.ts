import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogPosition } from '../../../src/logs/view/log-position.ts';
import {
  countAfter,
  endPosition,
  linesAfter,
  linesBefore,
  moveBack,
  moveForward,
  positionAtTime,
  positionBefore,
} from '../../../src/logs/view/merged-lines.ts';
import { type ShownLines, shownLines } from '../../../src/logs/view/shown-lines.ts';
import { createLogs, textOf } from './log-lines.ts';

/** Creates logs. The text of each line is its log and second: `a3` is in log a at 3 s. */
function mergeOf(seconds: { readonly [uid: string]: readonly number[] }, memoryBytes = 1e6) {
  const logs = createLogs({ memoryBytes });
  const write = (uid: string, second: number) => logs.write(uid, second, `${uid}${second}`);
  for (const [uid, all] of Object.entries(seconds)) for (const second of all) write(uid, second);
  const folds = { areFolded: true, except: new Set<string>() };
  const drawn = () =>
    logs.store.sources().map((source) => shownLines({ source, end: source.end, filtered: undefined, folds }));
  return { merged: drawn(), drawn, write, source: logs.source };
}

const texts = (merged: readonly ShownLines[], position: LogPosition, count: number, step = linesBefore) =>
  step(merged, position, count).map((lineId) =>
    textOf(
      merged.map(({ source }) => source),
      lineId,
    ),
  );

const two = { a: [1, 3, 5, 7], b: [2, 4, 6] };

test('merges several logs by time', () => {
  const { merged } = mergeOf(two);
  assert.deepEqual(texts(merged, endPosition(merged), 4), ['b4', 'a5', 'b6', 'a7']);
  assert.deepEqual(texts(merged, endPosition(merged), 50), ['a1', 'b2', 'a3', 'b4', 'a5', 'b6', 'a7']);
});

test('orders lines with equal times by log, in both directions', () => {
  const { merged } = mergeOf({ a: [1, 2, 2, 3], b: [2, 2, 3] });
  const all = ['a1', 'a2', 'a2', 'b2', 'b2', 'a3', 'b3'];
  assert.deepEqual(texts(merged, endPosition(merged), 50), all);
  assert.deepEqual(
    texts(
      merged,
      new Map([
        ['a/c', 0],
        ['b/c', 0],
      ]),
      50,
      linesAfter,
    ),
    all,
  );
  for (let count = 0; count < all.length; count += 1) {
    assert.deepEqual(texts(merged, moveBack(merged, endPosition(merged), count), 50), all.slice(0, all.length - count));
  }
});

test('returns to the same lines after moving back and forward', () => {
  const { merged } = mergeOf(two);
  const back = moveBack(merged, endPosition(merged), 3);
  assert.deepEqual(texts(merged, back, 2), ['a3', 'b4']);
  assert.equal(countAfter(merged, back), 3);
  const forward = moveForward(merged, back, 2);
  assert.ok(forward);
  assert.deepEqual(texts(merged, forward, 2), ['a5', 'b6']);
  assert.equal(moveForward(merged, back, 3), undefined, 'no line follows');
});

test('finds the position before a line or at a time in all logs', () => {
  const { merged, source } = mergeOf(two);
  const line = positionBefore(merged, { key: source('a').key, sequence: 2 });
  assert.deepEqual(texts(merged, line, 2), ['a3', 'b4']);
  assert.deepEqual(texts(merged, line, 2, linesAfter), ['a5', 'b6']);
  assert.deepEqual(texts(merged, positionAtTime(merged, 4000), 2, linesAfter), ['b4', 'a5']);
});

test('keeps a paused view unchanged and hides new lines until the next frame', () => {
  const { merged, drawn, write } = mergeOf(two);
  const position = moveBack(merged, endPosition(merged), 2);
  const before = texts(merged, position, 3);
  for (let second = 8; second < 100; second += 1) write('a', second);
  assert.deepEqual(texts(merged, position, 3), before);
  assert.equal(countAfter(merged, position), 2);
  assert.deepEqual(texts(merged, endPosition(merged), 1), ['a7']);
  assert.deepEqual(texts(drawn(), position, 3), before);
  assert.equal(countAfter(drawn(), position), 2 + 92);
});

test('a log that is added later gets the position at the same time', () => {
  const { merged } = mergeOf({ a: [1, 3, 5, 7], b: [2, 4, 8] });
  const [a] = merged;
  assert.ok(a);
  const position = moveBack([a], endPosition([a]), 1);
  assert.deepEqual(texts(merged, position, 10), ['a1', 'b2', 'a3', 'b4', 'a5']);
});

test('does not replace evicted lines in a paused view', () => {
  const { merged, drawn, write, source } = mergeOf({ a: [1, 2, 3, 4] }, 300);
  const { first, end } = source('a');
  const position = moveBack(merged, endPosition(merged), end - first - 2);
  assert.equal(texts(merged, position, 10).length, 2);
  for (let second = 5; second < 100; second += 1) write('a', second);
  assert.deepEqual(texts(drawn(), position, 10), []);
  assert.equal(countAfter(drawn(), position), source('a').end - source('a').first);
});
