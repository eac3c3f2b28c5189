import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJsonListReader, createJsonReader } from '../../src/flink/json-reader.ts';

/** Reads a text in chunks of this length and returns the items and the rest of the JSON. */
function read(text: string, length: number) {
  const items: unknown[] = [];
  const reader = createJsonListReader('jobs', (item) => items.push(JSON.parse(item)));
  for (let at = 0; at < text.length; at += length) reader.push(text.slice(at, at + length));
  return { items, rest: reader.end() };
}

const jobs = [{ id: 'a', tasks: { n: 1 } }, { name: '"jobs":[{]}\\', list: [[1], { deep: '}' }] }, {}];

test('reads a list item by item for every chunk size', () => {
  const text = JSON.stringify({ 'a"b': ['"jobs":[', { jobs: [7] }], jobs, more: { x: [1] } });
  for (let length = 1; length <= text.length; length += 1) {
    assert.deepEqual(read(text, length), {
      items: jobs,
      rest: { 'a"b': ['"jobs":[', { jobs: [7] }], jobs: [], more: { x: [1] } },
    });
  }
  assert.deepEqual(read(JSON.stringify({ jobs }, null, 2), 5).items, jobs);
});

test('returns no rest for truncated or invalid JSON', () => {
  assert.equal(read('{"jobs":[{"a":1}', 4).rest, undefined);
  assert.equal(read('<html>{"jobs":[]}', 4).rest, undefined);
  assert.deepEqual(read('{"jobs":[]}', 4), { items: [], rest: { jobs: [] } });
});

test('rejects items that are not objects', () => {
  assert.throws(() => read('{"jobs":[1,2]}', 100), /items that are not objects/);
  assert.throws(() => read('{"jobs":[{},"x",{}]}', 100), /items that are not objects/);
});

test('rejects text over the limit and does not store it', () => {
  const limited = createJsonReader(10);
  limited.push('[1,2,3]');
  assert.throws(() => limited.push('aaaaa'));
  const item = createJsonListReader('jobs', () => {});
  item.push('{"jobs":[{"a":"');
  assert.throws(() => {
    for (let times = 0; times < 100; times += 1) item.push('a'.repeat(65_536));
  }, /longer than 1 MiB/);
});
