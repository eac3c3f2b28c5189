import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlinkRest } from '../../../src/flink/rest.ts';
import { addSample, type EventTimeHistory } from '../../../src/session/event-time/event-time-history.ts';
import { readSample, sampleOf } from '../../../src/session/event-time/event-time-sample.ts';
import type { MeasuredAggregate } from '../../../src/session/event-time/measured-aggregates.ts';
import { subtaskMetricIds } from '../../../src/session/event-time/subtask-watermarks.ts';
import { vertexMetrics } from '../../../src/session/event-time/vertex-metrics.ts';
import { vertexOf } from '../../support/job-vertex.ts';

const source = vertexOf('source', [], { name: 'Source: in -> throttle' });
const names = [
  ...['Source__in.currentOutputWatermark', 'throttle.currentOutputWatermark', 'throttle.pendingRecords'],
  ...['Source__in.pendingRecords', 'Source__in.sourceIdleTime', 'numRecordsOutPerSecond'],
];
const metrics = vertexMetrics(source, names);
const same = (value: number): MeasuredAggregate => ({ min: value, max: value, sum: value });
const signal = new AbortController().signal;

test('pending records are the sum of all operators that report them, and an undefined gauge is missing, not 0', () => {
  const values = new Map([
    ['throttle.pendingRecords', { min: 100, max: 200, sum: 300 }],
    ['Source__in.pendingRecords', same(-1)],
    ['Source__in.sourceIdleTime', { min: 0, max: 7000, sum: 7000 }],
    ['throttle.currentOutputWatermark', { min: -(2 ** 63), max: 5000, sum: 0 }],
  ]);
  assert.deepEqual(sampleOf(metrics, values), {
    input: undefined,
    output: { min: 'none', max: 5000 },
    rate: undefined,
    pendingRecords: 300,
    recordsLag: undefined,
    idleMs: { min: 0, max: 7000 },
    driftMs: undefined,
  });
  assert.equal(sampleOf(metrics, new Map([['throttle.pendingRecords', same(-1)]])).pendingRecords, undefined);
  assert.equal(sampleOf(metrics, new Map([['throttle.pendingRecords', same(0)]])).pendingRecords, 0);
});

test('the lowest end of a chain counts', () => {
  const branched = vertexOf('v', [], { name: 'a -> (b, c)' });
  const ends = vertexMetrics(branched, ['b.currentOutputWatermark', 'c.currentOutputWatermark']);
  const values = new Map([
    ['b.currentOutputWatermark', { min: 10, max: 40, sum: 50 }],
    ['c.currentOutputWatermark', { min: 20, max: 30, sum: 50 }],
  ]);
  assert.deepEqual(sampleOf(ends, values).output, { min: 10, max: 30 });
});

/** A JobManager with new metrics from the given call for `runningTime` on. */
function fakeFlink(runningTimes: readonly number[], watermarks: readonly number[]) {
  const calls: string[] = [];
  const next = (values: readonly number[], name: string) =>
    values[Math.min(calls.filter((call) => call === name).length, values.length) - 1] ?? 0;
  const flink = {
    jobMetric: async () => {
      calls.push('runningTime');
      return { state: 'measured', value: next(runningTimes, 'runningTime') };
    },
    groupMetrics: async () => {
      calls.push('vertex');
      const value = { state: 'measured', value: next(watermarks, 'vertex') } as const;
      const metric = { min: value, max: value, avg: value, sum: value };
      return new Map([['throttle.currentOutputWatermark', metric]]);
    },
  } as Partial<FlinkRest> as FlinkRest;
  return { flink, calls };
}
const job = { jobId: 'a', runningAt: 1_000_000, vertices: [{ id: 'source', metrics }] };

test('the time of the values is that at which the JobManager has fetched them, by its own clock', async () => {
  const { flink, calls } = fakeFlink([60_000], [1_057_000]);
  const sample = await readSample(flink, job, signal);
  assert.equal(sample.at, 1_060_000);
  assert.deepEqual(sample.vertices.get('source')?.output, { min: 1_057_000, max: 1_057_000 });
  assert.deepEqual(calls, ['runningTime', 'vertex', 'runningTime']);
});

test('values of two fetches are not mixed: they are read again', async () => {
  const { flink, calls } = fakeFlink([60_000, 70_000], [1_057_000, 1_067_000]);
  const sample = await readSample(flink, job, signal);
  assert.equal(sample.at - ((sample.vertices.get('source')?.output?.min as number) ?? 0), 3000);
  assert.deepEqual(calls, ['runningTime', 'vertex', 'runningTime', 'vertex']);
});

test('a vertex without metrics is missing', async () => {
  const { flink } = fakeFlink([60_000], []);
  const empty = { ...flink, groupMetrics: async () => new Map() };
  assert.equal((await readSample(empty, job, signal)).vertices.size, 0);
});

test('the history is bounded, has one point for each fetch, and starts again with another attempt', () => {
  const sampleAt = (at: number, runningAt = 0) => ({
    at,
    runningAt,
    vertices: new Map([['source', sampleOf(metrics, new Map([['throttle.pendingRecords', same(at)]]))]]),
  });
  let history: EventTimeHistory | undefined;
  for (let index = 0; index < 500; index += 1) history = addSample(history, sampleAt(Math.floor(index / 2) * 10_000));
  const points = history?.vertices.get('source')?.pending ?? [];
  assert.equal(points.length, 61);
  assert.deepEqual([points[0]?.at, points.at(-1)?.at], [1_890_000, 2_490_000]);
  const restarted = addSample(history, sampleAt(2_500_000, 2_495_000));
  assert.equal(restarted.vertices.get('source')?.pending.length, 1);
  assert.equal(restarted.firstAt, 2_500_000);
});

test('of a vertex with many subtasks, fewer metrics are read, and then fewer subtasks', () => {
  const many = Array.from({ length: 12 }, (_, index) => `op${index}.currentOutputWatermark`);
  const idsOf = (parallelism: number) => subtaskMetricIds({ ...source, parallelism }, [...names, ...many]);
  assert.equal(idsOf(2).length, 2 * (5 + 13));
  assert.ok(idsOf(2).includes('1.op11.currentOutputWatermark'));
  assert.ok(idsOf(200).length <= 900 && idsOf(200).includes('199.throttle.currentOutputWatermark'));
  assert.ok(idsOf(5000).length <= 900);
});
