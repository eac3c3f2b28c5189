import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packVertices } from '../../../../src/session/journal/last-seen/pack-vertices.ts';
import type { VertexLoad } from '../../../../src/session/readings/job-load.ts';
import { vertexOf } from '../../../support/job-vertex.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const vertex = (id: string, inputs: readonly string[] = [], name = id) =>
  vertexOf(id, inputs, { name, parallelism: 4 });
const load = (busy: number | undefined, part: Partial<VertexLoad> = {}): VertexLoad => ({
  ...{ busy, idle: 0.016, backPressured: 0.004, measuredAt: now },
  ...{ rates: { readRecords: 1234.6, writeRecords: 0, readBytes: 1, writeBytes: 1 } },
  ...part,
});

test('shares are percent, inputs are indexes, and what is unknown is null', () => {
  const vertices = [vertex('a'), vertex('b', ['a']), vertex('c', ['a', 'b'])];
  const loads = new Map([
    ['a', load(0.97)],
    ['b', load(undefined)],
  ]);
  const packed = packVertices(vertices, loads);
  assert.deepEqual(packed.vertices, {
    names: ['a', 'b', 'c'],
    parallelisms: [4, 4, 4],
    inputs: [[], [0], [0, 1]],
    busy: [97, null, null],
    backPressured: [0, 0, null],
    idle: [2, 2, null],
    readRecords: [1235, 1235, null],
    writeRecords: [0, 0, null],
  });
  assert.equal(packed.measuredAt, now);
  assert.equal(packed.indexOf('c'), 2);
});

test('a load of another time is left out', () => {
  const loads = new Map([
    ['a', load(0.5, { measuredAt: now - 60_000 })],
    ['b', load(0.9)],
  ]);
  const { vertices, measuredAt } = packVertices([vertex('a'), vertex('b', ['a'])], loads);
  assert.deepEqual([vertices.busy, measuredAt], [[null, 90], now]);
  assert.equal(packVertices([vertex('a')], new Map()).measuredAt, undefined);
});

test('200 vertices with long names take at most 10 kB, and short jobs keep their names', () => {
  const long = (index: number) =>
    `Source: orders of all shops in region ${index} -> filter -> map -> ${'x'.repeat(400)}`;
  const vertices = Array.from({ length: 200 }, (_, index) =>
    vertex(`v${index}`, index === 0 ? [] : [`v${index - 1}`], long(index)),
  );
  const loads = new Map(vertices.map(({ id }) => [id, load(0.5)]));
  const { vertices: packed } = packVertices(vertices, loads);
  assert.equal(packed.names.length, 200);
  assert.ok(JSON.stringify(packed).length <= 10_000, `${JSON.stringify(packed).length}`);
  assert.match(packed.names[0] ?? '', /^Source: orders.*…$/);
  const name = 'Source: orders of all shops -> filter -> map';
  assert.deepEqual(packVertices([vertex('a', [], name)], new Map()).vertices.names, [name]);
});

test('of a larger job, the vertices with the highest load are kept in their order', () => {
  const vertices = Array.from({ length: 300 }, (_, index) => vertex(`v${index}`, index === 0 ? [] : [`v${index - 1}`]));
  const loads = new Map(vertices.map(({ id }, index) => [id, load(index < 100 ? 0 : 0.5 + index / 1000)]));
  const { vertices: packed, indexOf } = packVertices(vertices, loads);
  assert.deepEqual([packed.names[0], packed.names.at(-1), packed.names.length], ['v100', 'v299', 200]);
  assert.deepEqual(packed.inputs.slice(0, 2), [[], [0]]);
  assert.deepEqual([indexOf('v0'), indexOf('v100')], [undefined, 0]);
});
