import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisOf, type ChartColumn, chartWindow } from '../../../src/session/metrics/chart-window.ts';
import {
  addSample,
  type MetricHistory,
  maxSamples,
  type Point,
  pointsOf,
  ratesOf,
  sampleOfAggregate,
  sampleOfValue,
} from '../../../src/session/metrics/metric-history.ts';

const second = 1000;

/** `.` unknown, `x` gap, else the value. */
const drawn = (columns: readonly ChartColumn[]): string =>
  columns.map((column) => (column.kind === 'value' ? column.value : column.kind === 'gap' ? 'x' : '.')).join('');

const windowOf = (points: readonly Point[], seconds: number, now: number) =>
  chartWindow(points, { now, spanMs: seconds * second, width: seconds / 10 });

test('columns before the first value are unknown, and a response without a value is a gap', () => {
  const points = [
    { at: 41_000, value: 3 },
    { at: 51_000, value: undefined },
    { at: 61_000, value: 5 },
  ];
  const { columns, range } = windowOf(points, 100, 65_000);
  assert.equal(drawn(columns), '.......3x5');
  assert.deepEqual(range, { min: 3, avg: 4, max: 5 });
});

test('a value stands for 15 s: then an outage is a gap, never a line to the next value', () => {
  const points = [
    { at: 1000, value: 7 },
    { at: 61_000, value: 9 },
  ];
  assert.equal(drawn(windowOf(points, 70, 65_000).columns), '77xxxx9');
});

test('columns narrower than the interval have no holes', () => {
  const points = [1, 11, 21, 31].map((at) => ({ at: at * second, value: 4 }));
  const { columns } = chartWindow(points, { now: 35_000, spanMs: 36_000, width: 12 });
  assert.equal(drawn(columns), '444444444444');
});

test('a wide column shows its highest value, so that a peak is not lost', () => {
  const points = [1, 9, 2].map((value, index) => ({ at: 61_000 + index * 10_000, value }));
  assert.equal(drawn(chartWindow(points, { now: 95_000, spanMs: 60_000, width: 1 }).columns), '9');
});

test('the columns stay in place while time goes on', () => {
  const points = [{ at: 41_000, value: 1 }];
  const at = (now: number) => drawn(windowOf(points, 100, now).columns);
  assert.equal(at(41_000), at(49_999));
});

test('without values there is no range', () => {
  assert.equal(windowOf([], 100, 65_000).range, undefined);
  assert.equal(drawn(windowOf([], 100, 65_000).columns), '..........');
  assert.deepEqual(chartWindow([], { now: 0, spanMs: 1, width: 0 }).columns, []);
});

test('the axis starts at 0, unless all values of a counter are far from it', () => {
  assert.deepEqual(axisOf({ min: 200, max: 1000 }, true), { low: 0, high: 1000 });
  assert.deepEqual(axisOf({ min: 990, max: 1000 }, true), { low: 990, high: 1000 });
  assert.deepEqual(axisOf({ min: 990, max: 1000 }, false), { low: 0, high: 1000 });
  assert.deepEqual(axisOf({ min: -5, max: 5 }, false), { low: -5, high: 5 });
  assert.deepEqual(axisOf({ min: 7, max: 7 }, true), { low: 0, high: 7 });
  assert.deepEqual(axisOf({ min: 0, max: 0 }, false), { low: 0, high: 1 });
});

test('a rate needs two values, and a counter that starts again has none', () => {
  const points = [100, 150, 20, undefined, 40, 60].map((value, index) => ({ at: index * 10_000, value }));
  assert.deepEqual(
    ratesOf(points).map(({ value }) => value),
    [undefined, 5, undefined, undefined, undefined, 2],
  );
});

test('a history keeps six hours', () => {
  let history: MetricHistory = [];
  for (let index = 0; index < maxSamples + 50; index += 1) {
    history = addSample(history, sampleOfValue('x', index * 10_000, { state: 'measured', value: index }));
  }
  assert.equal(history.length, maxSamples);
  assert.equal(pointsOf(history, 'max').at(-1)?.value, maxSamples + 49);
  assert.equal(maxSamples * 10 * second, 6 * 3_600_000);
});

test('what is absent or not a number has no value, and says which', () => {
  assert.deepEqual(sampleOfValue('x', 1, undefined), { at: 1, values: undefined, missing: 'absent' });
  assert.equal(sampleOfValue('x', 1, { state: 'not-a-number' }).missing, 'not-a-number');
  assert.equal(sampleOfAggregate('x', 1, undefined).missing, 'absent');
  const measured = (value: number) => ({ state: 'measured', value }) as const;
  const metric = { min: measured(1), avg: measured(2), max: measured(3), sum: measured(4) };
  assert.deepEqual(sampleOfAggregate('x', 1, metric).values, { min: 1, avg: 2, max: 3, sum: 4 });
  const notANumber = { state: 'not-a-number' } as const;
  assert.deepEqual(sampleOfAggregate('x', 1, { ...metric, avg: notANumber }).values, {
    min: 1,
    avg: undefined,
    max: 3,
    sum: 4,
  });
  const none = { min: notANumber, avg: notANumber, max: notANumber, sum: notANumber };
  assert.equal(sampleOfAggregate('x', 1, none).missing, 'not-a-number');
});
