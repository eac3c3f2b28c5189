import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../../../src/flink/error.ts';
import type { JobState } from '../../../../src/flink/responses.ts';
import { jobChanges, lostJobChanges } from '../../../../src/session/journal/changes/job-changes.ts';
import type { JobEntry } from '../../../../src/session/journal/entry.ts';
import { jobHistory, jobState } from '../../../../src/session/readings/flink-readings.ts';
import { found, historyOf, jobRow, now, ofOrders, read, readingsOf, seen, unread } from './change-fixtures.ts';

const hourMs = 3_600_000;
const entryOf = (state: JobEntry['state'], at: number): JobEntry => ({ kind: 'job', at, ...ofOrders, state });
const timeout = new FlinkError('timeout', 'no response within 5 s');
const notFound = new FlinkError('not-found', 'job not found');
const started = { INITIALIZING: now - 60_000, CREATED: now - 59_900, RUNNING: now - 59_000 };
const knownStart = [
  entryOf('INITIALIZING', started.INITIALIZING),
  entryOf('CREATED', started.CREATED),
  entryOf('RUNNING', started.RUNNING),
];
const withHistory = (state: JobState, times: { readonly [state in JobState]?: number }) => ({
  jobs: [jobRow({ state })],
  readings: readingsOf(read(jobHistory('a1'), historyOf(state, times))),
});

test('a new job has an entry for each of its states', () => {
  assert.deepEqual(found(jobChanges, { snapshot: withHistory('RUNNING', started) }), knownStart);
});

test('a running job has no entries before its history is read', () => {
  assert.deepEqual(found(jobChanges, { snapshot: { jobs: [jobRow()] } }), []);
});

test('nothing is found before the first list of jobs', () => {
  assert.deepEqual(found(jobChanges, { known: knownStart, snapshot: { jobs: undefined } }), []);
});

test('of several restarts between two responses, the last one is found', () => {
  const times = { ...started, RESTARTING: now - 2000, RUNNING: now - 1000 };
  const expected = [entryOf('RESTARTING', now - 2000), entryOf('RUNNING', now - 1000)];
  const [restarting, running] = [entryOf('RESTARTING', now - 30_000), entryOf('RUNNING', now - 29_000)];
  const known = [...knownStart, restarting, running];
  assert.deepEqual(found(jobChanges, { known, snapshot: withHistory('RUNNING', times) }).toSorted(byTime), expected);
});

const byTime = (a: { readonly at: number }, b: { readonly at: number }) => a.at - b.at;

test('a restart within a millisecond ends with the current state', () => {
  const { INITIALIZING, CREATED } = started;
  const times = { INITIALIZING, CREATED, RESTARTING: now - 1000, RUNNING: now - 1000 };
  assert.deepEqual(found(jobChanges, { known: knownStart, snapshot: withHistory('RUNNING', times) }), [
    entryOf('RESTARTING', now - 1000),
    entryOf('RUNNING', now - 1000),
  ]);
});

test('a cancellation within a millisecond is found once, although the list also states the end', () => {
  const times = { ...started, CANCELLING: now - 1000, CANCELED: now - 1000 };
  const { readings } = withHistory('CANCELED', times);
  const jobs = [jobRow({ state: 'CANCELED', endTime: now - 1000 })];
  assert.deepEqual(found(jobChanges, { known: knownStart, snapshot: { jobs, readings } }), [
    entryOf('CANCELLING', now - 1000),
    entryOf('CANCELED', now - 1000),
  ]);
});

test('a job that ended before anyone watched has its start and its end from the list', () => {
  const jobs = [jobRow({ state: 'FAILED', endTime: now - 5000 })];
  assert.deepEqual(found(jobChanges, { snapshot: { jobs } }), [
    entryOf('INITIALIZING', now - 60_000),
    entryOf('FAILED', now - 5000),
  ]);
});

test('the end of a known job is found in the list, before its history is read again', () => {
  const jobs = [jobRow({ state: 'FINISHED', endTime: now - 500 })];
  const { readings } = withHistory('RUNNING', started);
  const snapshot = { jobs, readings };
  assert.deepEqual(found(jobChanges, { known: knownStart, snapshot }), [entryOf('FINISHED', now - 500)]);
});

test('states that are read after the end do not change the end', () => {
  const known = [...knownStart, entryOf('FAILED', now - 500)];
  const times = { ...started, FAILING: now - 500, FAILED: now - 500 };
  const snapshot = {
    ...withHistory('FAILED', times),
    jobs: [jobRow({ state: 'FAILED', endTime: now - 500 })],
  };
  assert.deepEqual(found(jobChanges, { known, snapshot }), [entryOf('FAILING', now - 500)]);
});

test('without a readable history, the state in the list counts from now', () => {
  const readings = readingsOf(unread(jobHistory('a1'), timeout));
  const snapshot = { jobs: [jobRow({ state: 'RESTARTING' })], readings };
  assert.deepEqual(found(jobChanges, { known: knownStart, snapshot }), [
    { kind: 'job', ...seen, ...ofOrders, state: 'RESTARTING' },
  ]);
});

test('a history that cannot be read again adds nothing while the state is the same', () => {
  const [key, state] = read(jobHistory('a1'), historyOf('RUNNING', started));
  const readings = readingsOf([key, { ...state, failure: timeout }]);
  assert.deepEqual(found(jobChanges, { known: knownStart, snapshot: { jobs: [jobRow()], readings } }), []);
});

test('a job that is only missing from the list is not lost', () => {
  const cases = [
    readingsOf(),
    readingsOf(read(jobState('a1'), 'RUNNING')),
    readingsOf(unread(jobState('a1'), timeout)),
  ];
  for (const readings of cases) {
    assert.deepEqual(found(lostJobChanges, { known: knownStart, snapshot: { jobs: [], readings } }), []);
  }
});

test('a job is lost when Flink returns 404 for its state', () => {
  const snapshot = { jobs: [], readings: readingsOf(unread(jobState('a1'), notFound)) };
  assert.deepEqual(found(lostJobChanges, { known: knownStart, snapshot }), [
    { kind: 'job', ...seen, ...ofOrders, state: 'LOST' },
  ]);
});

test('an ended job that Flink no longer lists is not lost', () => {
  const known = [...knownStart, entryOf('FINISHED', now - 5000)];
  const snapshot = { jobs: [], readings: readingsOf(unread(jobState('a1'), notFound)) };
  assert.deepEqual(found(lostJobChanges, { known, snapshot }), []);
});

test('a lost job that Flink recovers has entries again', () => {
  const lost: JobEntry = { kind: 'job', at: now - 10_000, isSeen: true, ...ofOrders, state: 'LOST' };
  const times = { INITIALIZING: now - 3000, CREATED: now - 2000, RUNNING: now - 1000 };
  const snapshot = withHistory('RUNNING', times);
  assert.deepEqual(found(jobChanges, { known: [...knownStart, lost], snapshot }), [
    entryOf('INITIALIZING', now - 3000),
    entryOf('CREATED', now - 2000),
    entryOf('RUNNING', now - 1000),
  ]);
});

test("with Flink's clock an hour ahead, an entry has both times", () => {
  const times = { RUNNING: now + hourMs - 1000 };
  const clock = { flinkAheadMs: hourMs };
  assert.deepEqual(found(jobChanges, { snapshot: withHistory('RUNNING', times), clock }), [
    { ...entryOf('RUNNING', now - 1000), flinkAt: now + hourMs - 1000 },
  ]);
});

for (const flinkAheadMs of [hourMs, -hourMs]) {
  const clock = { flinkAheadMs };
  const known = [{ ...entryOf('RUNNING', now - 30_000), flinkAt: now - 30_000 + flinkAheadMs }];
  const name = `with Flink's clock an hour ${flinkAheadMs > 0 ? 'ahead' : 'behind'}`;

  test(`${name}, a lost job is found once`, () => {
    const snapshot = { jobs: [], readings: readingsOf(unread(jobState('a1'), notFound)) };
    const entries = found(lostJobChanges, { known, snapshot, clock });
    assert.deepEqual(entries.map(stateAndTime), [`LOST ${now}`]);
  });

  test(`${name}, a state without a readable history is found once`, () => {
    const snapshot = {
      jobs: [jobRow({ state: 'RESTARTING' })],
      readings: readingsOf(unread(jobHistory('a1'), timeout)),
    };
    const entries = found(jobChanges, { known, snapshot, clock });
    assert.deepEqual(entries.map(stateAndTime), [`RESTARTING ${now}`]);
  });
}

test("with Flink's clock an hour behind, a restart after a state without a readable history is found", () => {
  const clock = { flinkAheadMs: -hourMs };
  const known = found(jobChanges, {
    snapshot: { jobs: [jobRow()], readings: readingsOf(unread(jobHistory('a1'), timeout)) },
    clock: { ...clock, now: now - 20_000 },
  });
  const times = { RESTARTING: now - 3000 - hourMs, RUNNING: now - 2000 - hourMs };
  const entries = found(jobChanges, { known, snapshot: withHistory('RUNNING', times), clock });
  assert.deepEqual(entries.map(stateAndTime), [`RESTARTING ${now - 3000}`, `RUNNING ${now - 2000}`]);
});

test("with Flink's clock a second ahead, a state without a readable history is found once", () => {
  const readings = readingsOf(unread(jobHistory('a1'), timeout));
  const known = [...knownStart, entryOf('RESTARTING', now + 1000)];
  const entries = found(jobChanges, { known, snapshot: { jobs: [jobRow()], readings } });
  assert.deepEqual(
    entries.map(({ kind, isSeen }) => [kind, isSeen]),
    [['job', true]],
  );
});

test("with Flink's clock a second behind, a job that ended just after a seen state has ended", () => {
  const running: JobEntry = { kind: 'job', ...seen, ...ofOrders, state: 'RUNNING' };
  const finished = entryOf('FINISHED', now - 900);
  const jobs = [jobRow({ state: 'FINISHED', endTime: now - 900 })];
  assert.deepEqual(found(jobChanges, { known: [...knownStart, running], snapshot: { jobs } }), [finished]);
  const unlisted = { jobs: [], readings: readingsOf(unread(jobState('a1'), notFound)) };
  for (const known of [
    [...knownStart, running, finished],
    [...knownStart, finished, running],
  ]) {
    assert.deepEqual(found(jobChanges, { known, snapshot: unlisted }), [], 'an ended job is not lost');
  }
});

const stateAndTime = (entry: { readonly kind: string; readonly at: number; readonly state?: string }) =>
  `${entry.state} ${entry.at}`;
