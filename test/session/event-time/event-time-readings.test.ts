import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventTimeHistory } from '../../../src/session/event-time/event-time-history.ts';
import {
  backgroundJobReadings,
  essentialVertices,
  eventTimeSample,
  maxShownVertices,
  openJobReadings,
  updateEventTimes,
  vertexMetricNames,
} from '../../../src/session/event-time/event-time-readings.ts';
import type { ReadingState } from '../../../src/session/readings/reading.ts';
import { vertexOf } from '../../support/job-vertex.ts';
import { historyOf } from './event-time-fixtures.ts';

const jobId = 'a';
const known = (value: unknown): ReadingState<unknown> => ({ value, readAt: 1, failure: undefined });
const chain = (count: number) =>
  Array.from({ length: count }, (_, index) => vertexOf(`v${index}`, index === 0 ? [] : [`v${index - 1}`]));
const jobOf = (count: number) => ({ jobId, runningAt: 5, vertices: chain(count) });
const listed = (count: number) =>
  new Map(chain(count).map(({ id }) => [vertexMetricNames(jobId, id).key, known(['currentInputWatermark'])]));

test('a job in a list needs its sources and the ends of its graph once a minute, and the ids every ten minutes', () => {
  assert.deepEqual(
    backgroundJobReadings(jobOf(20), [], new Map()).map(({ key, intervalMs }) => [key, intervalMs]),
    ['v0', 'v19'].map((id) => [vertexMetricNames(jobId, id).key, 600_000]),
  );
  const sample = backgroundJobReadings(jobOf(20), [], listed(20)).find(
    ({ key }) => key === eventTimeSample({ ...jobOf(0), vertices: [] }).key,
  );
  assert.deepEqual([sample?.cost, sample?.intervalMs], ['M', 60_000]);
  const many = Array.from({ length: 30 }, (_, index) => vertexOf(`s${index}`));
  assert.equal(essentialVertices(many).length, 5);
});

test('an open job needs at most fifty vertices, together, and those that do not run are left out', () => {
  const readings = openJobReadings(jobOf(200), [], listed(200));
  assert.equal(readings.length, maxShownVertices + 1);
  const ended = { ...jobOf(2), vertices: chain(2).map((vertex) => ({ ...vertex, status: 'FINISHED' })) };
  assert.deepEqual(openJobReadings(ended, [], listed(2)), []);
});

test('the samples of a job are remembered until it ends', () => {
  const { sample } = historyOf([{ source: { pendingRecords: 5 } }]);
  const { key } = eventTimeSample({ jobId, runningAt: undefined, vertices: [] });
  const none: ReadonlyMap<string, EventTimeHistory> = new Map();
  const first = updateEventTimes(none, new Map([[key, known(sample)]]), key, new Set([jobId]));
  assert.equal(first.get(jobId)?.sample, sample);
  assert.equal(updateEventTimes(first, new Map([[key, known(sample)]]), key, new Set([jobId])), first);
  assert.equal(updateEventTimes(first, new Map(), 'jobs', new Set()).size, 0);
  const other = updateEventTimes(first, new Map(), 'jobs', new Set([jobId]));
  assert.equal(other, first);
});
