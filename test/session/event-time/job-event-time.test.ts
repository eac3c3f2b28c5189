import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobEventTime } from '../../../src/session/event-time/job-event-time.ts';
import { subtaskWatermarks } from '../../../src/session/event-time/subtask-watermarks.ts';
import { vertexOf } from '../../support/job-vertex.ts';
import { eventTimeOf, sampledAt, secondsBefore } from './event-time-fixtures.ts';

const source = vertexOf('source', [], { name: 'Source: numbers -> Timestamps/Watermarks' });
const vertices = [source, vertexOf('work', ['source']), vertexOf('sink', ['work'])];
const now3 = secondsBefore(3);
const healthy = {
  source: { out: [now3, secondsBefore(2)] },
  work: { in: [now3, now3], out: [now3, now3] },
  sink: { in: [now3, now3], out: [now3, now3] },
} as const;

const holderOf = ({ holder }: JobEventTime) => holder && [holder.vertex.id, holder.subtask, holder.isPart];

test('the watermark of a job is that of the ends of its graph, and its lag counts from the time of the values', () => {
  const known = eventTimeOf(vertices, [healthy]);
  assert.deepEqual([known.usage, known.watermark, known.lagMs, holderOf(known)], ['used', now3, 3000, undefined]);
  assert.deepEqual(
    known.vertices.map(({ lagMs }) => lagMs),
    [3000, 3000, 3000],
  );
  assert.equal(known.at, sampledAt);
});

test('the subtask of the source that has no watermark holds all vertices after it back', () => {
  const values = new Map(
    Object.entries({
      '0.Timestamps/Watermarks.currentOutputWatermark': now3,
      '0.Source__numbers.currentOutputWatermark': -(2 ** 63),
      '0.numRecordsOutPerSecond': 50,
      '1.Timestamps/Watermarks.currentOutputWatermark': -(2 ** 63),
      '1.Source__numbers.currentOutputWatermark': -(2 ** 63),
      '1.numRecordsOutPerSecond': 0,
    }).map(([id, value]) => [id, { state: 'measured', value } as const]),
  );
  const none = ['none', 'none'] as const;
  const samples = {
    source: { out: ['none', now3], rate: { min: 0, max: 50, sum: 50 } },
    work: { in: none, out: none },
    sink: { in: none },
  } as const;
  const known = eventTimeOf(vertices, [samples], {
    subtasks: new Map([['source', { at: sampledAt, value: subtaskWatermarks(source, values) }]]),
    pods: new Map([['source', ['tm-1', 'tm-2']]]),
  });
  assert.deepEqual([known.watermark, holderOf(known)], ['none', ['source', 1, true]]);
  const { operator, pod, emitsNothing, others } = known.holder ?? {};
  assert.deepEqual([operator, pod, emitsNothing, others], ['Timestamps/Watermarks', 'tm-2', true, now3]);
  assert.deepEqual(
    known.vertices.map(({ holder }) => holder?.vertex.id),
    ['source', 'source', 'source'],
  );
});

test('a plan in which a vertex is its own input has no holder, and does not loop', () => {
  const late = secondsBefore(300);
  const samples = { work: { in: [late, late], out: [late, late] } } as const;
  const known = eventTimeOf([vertexOf('work', ['work']), vertexOf('sink', ['work'])], [samples]);
  assert.equal(holderOf(known), undefined);
});

test('without the single subtasks, the vertex is known, but not the subtask', () => {
  const late = secondsBefore(300);
  const samples = { source: { out: [late, now3] }, sink: { in: [late, late] } } as const;
  assert.deepEqual(holderOf(eventTimeOf(vertices, [samples])), ['source', undefined, true]);
});

test('a subtask whose watermark the next vertex has passed is idle, and holds nothing back', () => {
  const samples = {
    ...healthy,
    source: { out: ['none', now3] },
  } as const;
  const known = eventTimeOf(vertices, [samples]);
  assert.deepEqual([known.watermark, holderOf(known), known.vertices[0]?.watermark], [now3, undefined, now3]);
});

test('a vertex in the middle whose input is ahead of its output holds the watermark back itself', () => {
  const late = secondsBefore(120);
  const samples = {
    source: { out: [now3, now3] },
    work: { in: [now3, now3], out: [late, now3] },
    sink: { in: [late, late] },
  } as const;
  assert.deepEqual(holderOf(eventTimeOf(vertices, [samples])), ['work', undefined, true]);
});

test('of two sources, the one without a watermark holds the join back', () => {
  const join = [vertexOf('a'), vertexOf('b', [], { parallelism: 1 }), vertexOf('join', ['a', 'b'])];
  const samples = { a: { out: [now3, now3] }, b: { out: ['none', 'none'] }, join: { in: ['none', 'none'] } } as const;
  assert.deepEqual(holderOf(eventTimeOf(join, [samples])), ['b', 0, false]);
  const equal = {
    a: { out: [now3, now3] },
    b: { out: [secondsBefore(8), secondsBefore(8)] },
    join: { in: [secondsBefore(8), now3] },
  } as const;
  assert.equal(holderOf(eventTimeOf(join, [equal])), undefined);
});

test('an ended source holds nothing back, and the watermark of a finished job has ended', () => {
  const join = [vertexOf('a'), vertexOf('b'), vertexOf('join', ['a', 'b'])];
  const samples = { a: { out: ['ended', 'ended'] }, b: { out: [now3, now3] }, join: { in: [now3, now3] } } as const;
  assert.deepEqual(holderOf(eventTimeOf(join, [samples])), undefined);
  const ended = { source: { out: ['ended', 'ended'] }, sink: { in: ['ended', 'ended'] } } as const;
  assert.deepEqual(
    [eventTimeOf(vertices, [ended]).watermark, eventTimeOf(vertices, [ended]).lagMs],
    ['ended', undefined],
  );
});

test('a job without watermarks does not use event time, unless an operator assigns them', () => {
  const none = { source: { out: ['none', 'none'] }, sink: { in: ['none', 'none'] } } as const;
  const plain = [vertexOf('source'), vertexOf('sink', ['source'])];
  assert.equal(eventTimeOf(plain, [none]).usage, 'unused');
  assert.equal(eventTimeOf(vertices, [none]).usage, 'used');
});

test('a source without consumers counts with its fastest subtask, because nobody ignores the idle ones', () => {
  const samples = { source: { out: ['none', now3] } } as const;
  const known = eventTimeOf([source], [samples]);
  assert.deepEqual([known.watermark, holderOf(known)], [now3, undefined]);
});

test('a watermark that does not change keeps the time at which it was first seen', () => {
  const still = secondsBefore(100);
  const stuck = { source: { out: [still, now3] }, sink: { in: [still, still] } } as const;
  const before = { source: { out: [secondsBefore(110), now3] }, sink: { in: [secondsBefore(110), now3] } } as const;
  assert.equal(eventTimeOf(vertices, [before, stuck, stuck, stuck]).since, secondsBefore(20));
});

test('another attempt starts the history again', () => {
  const growing = (pendingRecords: number) => ({ source: { pendingRecords } });
  const known = eventTimeOf(vertices, [growing(100), growing(1100)]);
  const [{ backlog } = {}] = known.vertices;
  assert.deepEqual([Math.round(backlog?.growth?.perSecond ?? 0), backlog?.catchUp], [100, { kind: 'never' }]);
  assert.equal(eventTimeOf(vertices, [growing(100)]).vertices[0]?.backlog?.growth, undefined);
  assert.equal(eventTimeOf(vertices, [healthy]).vertices[0]?.backlog, undefined);
});

test('sources without records in any subtask are quiet', () => {
  const quiet = { rate: { min: 0, max: 0, sum: 0 }, idleMs: { min: 90_000, max: 120_000 } };
  const known = eventTimeOf(vertices, [{ ...healthy, source: { ...healthy.source, ...quiet } }]);
  assert.deepEqual([known.quietMs, known.sourceRate], [90_000, 0]);
  assert.equal(eventTimeOf(vertices, [healthy]).quietMs, undefined);
});

test('in a graph with many branches of vertices that are not measured, the source is found at once', () => {
  const wide = Array.from({ length: 200 }, (_, index) =>
    vertexOf(`v${index}`, index === 0 ? [] : [`v${index - 1}`, `v${Math.max(0, index - 2)}`]),
  );
  const samples = { v0: { out: ['none', now3] }, v199: { in: ['none', 'none'] } } as const;
  assert.deepEqual(holderOf(eventTimeOf(wide, [samples])), ['v0', undefined, true]);
});
