import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../../src/flink/error.ts';
import { inJobOrder } from '../../../src/flink/job-order.ts';
import { journalReadings, noTurns, takeTurns } from '../../../src/session/journal/journal-readings.ts';
import { createReplay } from '../../../src/session/journal/journal-state.ts';
import { checkpoints, jobFailures, jobHistory, numRestarts } from '../../../src/session/readings/flink-readings.ts';
import type { JobRow } from '../../../src/session/readings/join-jobs.ts';
import type { ReadingState } from '../../../src/session/readings/reading.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';

const startAt = Date.parse('2026-11-23T12:00:00Z');
const notFound = new FlinkError('not-found', 'job not found');
/** `startedAgo`: a higher number is an older job. */
const row = (id: string, startedAgo: number, part: Partial<JobRow> = {}): JobRow =>
  jobOverview({ name: id, id, startTime: startAt - startedAgo, lastModification: startAt, ...part });

/** A journal that reads the jobs of a cluster. Times are ms after the start. */
function journal(...jobs: readonly JobRow[]) {
  const readings = new Map<string, ReadingState<unknown>>();
  const replay = createReplay();
  let rows = jobs;
  let turns = noTurns;
  const snapshot = () => sessionSnapshot({ jobs: [...rows].sort(inJobOrder), readings: new Map(readings) });
  return {
    replay,
    /** Flink lists these jobs. */
    list: (...next: readonly JobRow[]) => {
      rows = next;
    },
    /** All data of the jobs has been read. */
    read: (at: number, ...ids: readonly string[]) => {
      for (const { key } of ids.flatMap((id) => [jobHistory(id), jobFailures(id), checkpoints(id)])) {
        readings.set(key, { value: {}, readAt: startAt + at, failure: undefined });
      }
    },
    readFailures: (id: string, at: number, failures: readonly object[]) => {
      readings.set(jobFailures(id).key, { value: failures, readAt: startAt + at, failure: undefined });
    },
    fail: (id: string, failure: Error) => {
      for (const { key } of [jobHistory(id), jobFailures(id), checkpoints(id)]) {
        readings.set(key, { value: undefined, readAt: undefined, failure });
      }
    },
    /** Returns the readings with their marks. */
    needs: (at: number) => {
      turns = takeTurns(turns, snapshot(), startAt + at);
      return journalReadings(turns, snapshot(), replay.state);
    },
    /** Returns the jobs whose data is read. */
    joined: (at: number): readonly string[] => {
      turns = takeTurns(turns, snapshot(), startAt + at);
      const ids = journalReadings(turns, snapshot(), replay.state).map(({ jobId = '' }) => jobId);
      return [...new Set(ids)];
    },
  };
}

test('jobs are read one after another, unfinished ones first, then the newest', () => {
  const ended = { state: 'FINISHED', endTime: startAt } as const;
  const { joined, read } = journal(row('old', 3), row('new', 2), row('ended', 1, ended));
  assert.deepEqual(joined(0), ['new']);
  assert.deepEqual(joined(500), ['new'], 'a response is awaited');
  read(600, 'new');
  assert.deepEqual(joined(600), ['new', 'old']);
  read(1200, 'old');
  assert.deepEqual(joined(1200), ['new', 'old', 'ended']);
});

test('another job joins after 10 s, although a job does not respond', () => {
  const { joined } = journal(row('a', 1), row('b', 2), row('c', 3));
  assert.deepEqual(joined(0), ['a']);
  assert.deepEqual(joined(9999), ['a']);
  assert.deepEqual(joined(10_000), ['a', 'b']);
  assert.deepEqual(joined(19_999), ['a', 'b']);
  assert.deepEqual(joined(20_000), ['a', 'b', 'c']);
});

test('another job joins after 10 s, although checkpoints are late', () => {
  const { joined, list, read } = journal(row('a', 2));
  joined(0);
  read(500, 'a');
  list(row('a', 2), row('b', 1));
  assert.deepEqual(joined(20_501), ['b', 'a'], 'nobody has joined for 10 s');
  read(21_000, 'b');
  list(row('a', 3), row('b', 2), row('c', 1));
  assert.deepEqual(joined(30_500), ['b', 'a']);
  assert.deepEqual(joined(30_501), ['c', 'b', 'a']);
});

test('an unfinished job needs its history, failures, checkpoints and configuration', () => {
  const needs = journal(row('a', 1)).needs(0);
  assert.deepEqual(
    needs.map(({ key, intervalMs, isBackground }) => [key, intervalMs, isBackground]),
    [
      ['job-history/a', Number.POSITIVE_INFINITY, true],
      ['job-failures/a', Number.POSITIVE_INFINITY, true],
      ['checkpoints/a', 15_000, true],
      ['checkpoint-config/a', Number.POSITIVE_INFINITY, true],
    ],
  );
});

test('an ended job needs its checkpoints once', () => {
  const needs = journal(row('a', 1, { state: 'FAILED', endTime: startAt })).needs(0);
  assert.deepEqual(
    needs.map(({ key, intervalMs, mark }) => [key, intervalMs, mark]),
    ['job-history/a', 'job-failures/a', 'checkpoints/a'].map((key) => [
      key,
      Number.POSITIVE_INFINITY,
      `FAILED ${startAt}`,
    ]),
  );
});

test('a new state or modification changes the mark of history and failures', () => {
  const { list, needs } = journal(row('a', 1));
  const marksAt = (at: number) => needs(at).map(({ mark }) => mark);
  const running = `RUNNING ${startAt}`;
  assert.deepEqual(marksAt(0), [running, running, undefined, undefined]);
  list(row('a', 1, { lastModification: startAt + 5 }));
  const restarted = `RUNNING ${startAt + 5}`;
  assert.deepEqual(marksAt(1000), [restarted, restarted, undefined, undefined]);
  list(row('a', 1, { lastModification: startAt + 5, state: 'RESTARTING' }));
  const restarting = `RESTARTING ${startAt + 5}`;
  assert.deepEqual(marksAt(2000), [restarting, restarting, undefined, undefined]);
});

test('a changed job does not delay others until Flink has the change', () => {
  const { joined, list, read } = journal(row('a', 3));
  joined(0);
  read(500, 'a');
  const changed = row('a', 3, { lastModification: startAt + 900 });
  list(changed, row('b', 2));
  assert.deepEqual(joined(1000), ['b', 'a']);
  read(1500, 'b');
  list(changed, row('b', 2), row('c', 1));
  assert.deepEqual(joined(4000), ['b', 'a'], 'the change is read from 4 s on');
  read(4100, 'a');
  assert.deepEqual(joined(4100), ['c', 'b', 'a']);
});

test('an ended job is read once and then dropped', () => {
  const ended = row('a', 1, { state: 'FINISHED', endTime: startAt });
  const { joined, list, read } = journal(row('a', 1));
  joined(0);
  read(500, 'a');
  list(ended);
  assert.deepEqual(joined(1000), ['a']);
  read(3999, 'a');
  assert.deepEqual(joined(3999), ['a'], 'the response may be older than the end');
  read(4000, 'a');
  assert.deepEqual(joined(4000), []);
  assert.deepEqual(joined(60_000), []);
});

test('an ended job that Flink no longer knows is dropped', () => {
  const { fail, joined } = journal(row('a', 1, { state: 'FINISHED', endTime: startAt }));
  assert.deepEqual(joined(0), ['a']);
  fail('a', notFound);
  assert.deepEqual(joined(500), []);
});

test('a known job that is missing from the list is asked for its state', () => {
  const { list, needs, replay } = journal(row('a', 1));
  replay.apply({ kind: 'job', at: startAt, job: 'a', jobName: 'a', state: 'RUNNING' });
  replay.apply({ kind: 'job', at: startAt, job: 'b', jobName: 'b', state: 'FINISHED' });
  replay.apply({ kind: 'job', at: startAt, job: 'c', jobName: 'c', state: 'LOST' });
  needs(0);
  list();
  assert.deepEqual(
    needs(1000).map(({ key }) => key),
    ['job-state/a'],
  );
});

test('nothing is needed before the first list of jobs', () => {
  const replay = createReplay();
  replay.apply({ kind: 'job', at: startAt, job: 'a', jobName: 'a', state: 'RUNNING' });
  const snapshot = sessionSnapshot({ jobs: undefined });
  assert.deepEqual(journalReadings(takeTurns(noTurns, snapshot, startAt), snapshot, replay.state), []);
});

test('the number of restarts is read once for a list of failures that may be incomplete', () => {
  const listed = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ at: startAt + first + index, task: undefined, concurrent: [] }));
  const { needs, read, readFailures, replay } = journal(row('a', 1000));
  const marks = (at: number) => needs(at).flatMap(({ key, mark }) => (key === numRestarts('a').key ? [mark] : []));
  needs(0);
  read(500, 'a');
  readFailures('a', 600, listed(100, 15));
  assert.deepEqual(marks(700), []);
  readFailures('a', 800, listed(100, 16));
  assert.deepEqual(marks(900), [String(startAt + 800)]);
  const failure = { kind: 'failure', job: 'a', jobName: 'a', exception: 'IOException', message: '' } as const;
  replay.apply({ ...failure, at: startAt + 115, restart: 40 });
  assert.deepEqual(marks(1000), []);
  readFailures('a', 4000, listed(3000, 16));
  assert.deepEqual(marks(4100), [String(startAt + 4000)]);
});
