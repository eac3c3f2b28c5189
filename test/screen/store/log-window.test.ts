import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import type { LogSource } from '../../../src/logs/log-store.ts';
import {
  countAfter,
  endOf,
  type LogPosition,
  linesBefore,
  moveBack,
  moveForward,
  startOf,
} from '../../../src/screen/store/log-window.ts';

/** The kubelet's time, a blank, two characters and a line end. */
const lineBytes = 34;

/** Sources whose lines are named after their seconds: `a3` is of source a at 3 s. */
function sourcesOf(seconds: { readonly [uid: string]: readonly number[] }, memoryBytes = 1e6) {
  const store = createLogStore({ memoryBytes });
  const write = (uid: string, second: number) => {
    const at = new Date(second * 1000).toISOString().replace('Z', '000000Z');
    store.open({ uid, pod: uid, container: 'c' }).write(Buffer.from(`${at} ${uid}${second}\n`));
  };
  for (const [uid, all] of Object.entries(seconds)) for (const second of all) write(uid, second);
  return { sources: store.sources(), write };
}

const texts = (sources: readonly LogSource[], position: LogPosition, count: number) =>
  linesBefore(sources, position, count).map(({ line }) => (line.kind === 'line' ? line.text : line.cause));

const two = { a: [1, 3, 5, 7], b: [2, 4, 6] };

test('several sources are one log in the order of their times', () => {
  const { sources } = sourcesOf(two);
  assert.deepEqual(texts(sources, endOf(sources), 4), ['b4', 'a5', 'b6', 'a7']);
  assert.deepEqual(texts(sources, endOf(sources), 50), ['a1', 'b2', 'a3', 'b4', 'a5', 'b6', 'a7']);
});

test('back and forth come to the same lines', () => {
  const { sources } = sourcesOf(two);
  const back = moveBack(sources, endOf(sources), 3);
  assert.deepEqual(texts(sources, back, 2), ['a3', 'b4']);
  assert.equal(countAfter(sources, back), 3);
  const forth = moveForward(sources, back, 2);
  assert.ok(forth);
  assert.deepEqual(texts(sources, forth, 2), ['a5', 'b6']);
  assert.equal(moveForward(sources, back, 3), undefined, 'the end is followed');
});

test('lines that come move nothing that is paused', () => {
  const { sources, write } = sourcesOf(two);
  const position = moveBack(sources, endOf(sources), 2);
  const before = texts(sources, position, 3);
  for (let second = 8; second < 100; second += 1) write('a', second);
  assert.deepEqual(texts(sources, position, 3), before);
  assert.equal(countAfter(sources, position), 2 + 92);
});

test('the oldest page is a whole one', () => {
  const { sources } = sourcesOf(two);
  const start = startOf(sources, 3);
  assert.ok(start);
  assert.deepEqual(texts(sources, start, 3), ['a1', 'b2', 'a3']);
  assert.equal(startOf(sources, 7), undefined, 'all of it fits');
});

test('what is evicted under a paused view is not shown, and nothing else in its place', () => {
  const { sources, write } = sourcesOf({ a: [1, 2, 3, 4] }, 4 * lineBytes);
  const position = moveBack(sources, endOf(sources), 2);
  assert.deepEqual(texts(sources, position, 10), ['a1', 'a2']);
  write('a', 5);
  assert.deepEqual(texts(sources, position, 10), ['a2']);
  write('a', 6);
  write('a', 7);
  assert.deepEqual(texts(sources, position, 10), []);
  assert.equal(countAfter(sources, position), 4);
});
