import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skewText } from '../../../src/commands/subtasks/subtask-texts.ts';
import type { Subtask } from '../../../src/flink/subtask-responses.ts';
import { recordSkew } from '../../../src/session/jobs/record-skew.ts';
import { averageShares, measuresOf } from '../../../src/session/jobs/subtask-measures.ts';
import { vertexSubtasks } from '../../../src/session/readings/flink-readings.ts';
import { type SubtaskLoads, updateSubtaskLoads } from '../../../src/session/readings/subtask-load.ts';
import { subtaskOf } from '../../support/subtasks.ts';

const now = 1_000_000_000;
const startedAt = now - 600_000;
const unmeasured = { loads: undefined, gauges: undefined, gaugesAt: undefined, now };
const gauge = (busyMs: number) => ({ busyMs, idleMs: 1000 - busyMs, backPressuredMs: 0 });

function loadsOf(...responses: readonly (readonly Subtask[])[]): SubtaskLoads | undefined {
  const { key } = vertexSubtasks('job', 'vertex');
  const all = responses.reduce<ReadonlyMap<string, SubtaskLoads>>(
    (loads, value, index) =>
      updateSubtaskLoads(loads, new Map([[key, { value, readAt: index * 10_000, failure: undefined }]]), key),
    new Map(),
  );
  return all.get(key);
}

const sinceStart = [
  subtaskOf({ index: 0, startedAt, busyMs: 150_000, idleMs: 450_000, readRecords: 60_000 }),
  subtaskOf({ index: 1, startedAt, busyMs: 600_000, readRecords: 540_000 }),
];

test('with one response only, the shares and rates are those since the start', () => {
  const { measure, of } = measuresOf(sinceStart, unmeasured);
  assert.equal(measure, 'since start');
  assert.deepEqual(
    sinceStart.map((subtask) => [of(subtask).shares?.busy, of(subtask).rates?.recordsIn]),
    [
      [0.25, 100],
      [1, 900],
    ],
  );
});

test('gauges are better than averages since the start, but not while they may be those of the attempt before', () => {
  const gauges = [gauge(500), gauge(900)];
  const { measure, of } = measuresOf(sinceStart, { ...unmeasured, gauges, gaugesAt: now });
  assert.equal(measure, 'gauge');
  assert.deepEqual(
    sinceStart.map((subtask) => of(subtask).shares?.busy),
    [0.5, 0.9],
  );
  const restarted = sinceStart.map((subtask) => ({ ...subtask, startedAt: now - 10_000 }));
  assert.equal(measuresOf(restarted, { ...unmeasured, gauges, gaugesAt: now }).measure, 'since start');
});

test('counters of two responses are better than gauges, and a restarted subtask then has a gap', () => {
  const before = sinceStart.map((subtask) => ({ ...subtask, busyMs: 0, idleMs: 0, readRecords: 0 }));
  const [one = subtaskOf(), two = subtaskOf()] = sinceStart;
  const after = [one, { ...two, attempt: 1 }];
  const gauges = [gauge(500), gauge(900)];
  const { measure, of } = measuresOf(after, { loads: loadsOf(before, after), gauges, gaugesAt: now, now });
  assert.equal(measure, 'counters');
  assert.deepEqual(
    after.map((subtask) => of(subtask).shares?.busy),
    [0.25, undefined],
  );
  assert.equal(after.map((subtask) => of(subtask).rates)[1], undefined);
});

test('nothing is measured before Flink has fetched the counters', () => {
  const fresh = [subtaskOf({ isComplete: false, busyMs: undefined, startedAt })];
  const { measure, of } = measuresOf(fresh, unmeasured);
  assert.deepEqual([measure, ...fresh.map(of)], [undefined, { shares: undefined, rates: undefined }]);
});

test('a legacy source has no busy time, and its other shares are of the time since the start', () => {
  const legacy = [subtaskOf({ startedAt, busyMs: undefined, idleMs: 60_000, backPressuredMs: 300_000 })];
  const { of } = measuresOf(legacy, unmeasured);
  assert.deepEqual(
    legacy.map((subtask) => of(subtask).shares),
    [{ busy: undefined, idle: 0.1, backPressured: 0.5 }],
  );
});

test('the average is that of the measured subtasks', () => {
  const share = (busy: number) => ({ busy, idle: 1 - busy, backPressured: 0 });
  assert.deepEqual(averageShares([share(1), undefined, share(0.5)]), { busy: 0.75, idle: 0.25, backPressured: 0 });
  assert.equal(averageShares([undefined]), undefined);
});

/** Returns the text about subtasks with these numbers of records. */
function textOf(records: readonly number[], field: 'readRecords' | 'writeRecords' = 'readRecords') {
  const subtasks = records.map((count, index) => subtaskOf({ index, busyMs: 100_000, [field]: count }));
  const skew = recordSkew(subtasks, measuresOf(subtasks, unmeasured));
  return skew && `${skew.isSkewed ? 'skewed: ' : ''}${skewText(skew)}`;
}

test('the subtask with the most records is named with its part of all records', () => {
  assert.equal(textOf([90_000, 10_000]), 'skewed: subtask 1 gets 90% of the records, 1.8× the average');
  assert.equal(textOf([1000, 1000, 1000, 12_000]), 'skewed: subtask 4 gets 80% of the records, 3.2× the average');
  assert.equal(textOf([1000, 1000, 1000, 2000]), 'subtask 4 gets 40% of the records, 1.6× the average');
  assert.equal(textOf([1000, 1100, 1000]), 'even');
  const many = Array.from({ length: 400 }, (_, index) => (index === 0 ? 3000 : 1000));
  assert.equal(textOf(many), 'skewed: subtask 1 gets 0.7% of the records, 3× the average');
});

test('a source is compared by what it emits', () => {
  assert.equal(textOf([1000, 9000], 'writeRecords'), 'skewed: subtask 2 emits 90% of the records, 1.8× the average');
});

test('one subtask, hardly any records and missing counters have no skew', () => {
  assert.equal(textOf([1000]), undefined);
  assert.equal(textOf([10, 0]), undefined);
  const subtasks = [subtaskOf({ busyMs: 1000, readRecords: 9000 }), subtaskOf({ index: 1, isComplete: false })];
  assert.equal(recordSkew(subtasks, measuresOf(subtasks, unmeasured)), undefined);
});
