import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../../src/flink/error.ts';
import type { JobState } from '../../../src/flink/responses.ts';
import { type JoinedJobs, joinJobs, noJobs } from '../../../src/session/readings/join-jobs.ts';
import type { ReadingState, Readings } from '../../../src/session/readings/reading.ts';
import { jobOverview } from '../../support/session.ts';

const one = jobOverview({ name: 'one', id: '1' });
const two = jobOverview({ name: 'two', id: '2' });
const done = jobOverview({ name: 'done', id: '3', state: 'FINISHED', endTime: 5 });

const at = <T>(value: T, readAt: number, failure?: Error): ReadingState<T> => ({ value, readAt, failure });
const failed = (failure: Error): ReadingState<undefined> => ({ value: undefined, readAt: undefined, failure });
const readings = (entries: { readonly [key: string]: ReadingState<unknown> }): Readings =>
  new Map(Object.entries(entries));
const unlisted = (joined: JoinedJobs) => [...joined.unanswered.keys()];
const notFound = new FlinkError('not-found', 'no such job');
const timeout = new DOMException('timed out', 'TimeoutError');

const both = joinJobs(noJobs, readings({ jobs: at([one, two, done], 100) }));

test('returns the listed jobs unchanged', () => {
  assert.deepEqual(both.rows, [one, two, done]);
  assert.equal(joinJobs(both, readings({ jobs: at(both.listed, 200) })).rows, both.rows);
  assert.equal(joinJobs(noJobs, readings({})).rows, undefined);
});

test('keeps an unfinished job missing from the list and polls it', () => {
  const joined = joinJobs(both, readings({ jobs: at([one], 200) }));
  assert.deepEqual(joined.rows, [one, { ...two, unresponsiveSince: 100 }]);
  assert.deepEqual(unlisted(joined), ['2'], 'a finished job is removed, as in Flink');
  const later = joinJobs(joined, readings({ jobs: at([one], 300) }));
  assert.deepEqual(later.rows?.[1], { ...two, unresponsiveSince: 100 });
});

test('removes a missing job once Flink returns 404', () => {
  const joined = joinJobs(both, readings({ jobs: at([one], 200) }));
  const gone = joinJobs(joined, readings({ jobs: at([one], 200), 'job-state/2': failed(notFound) }));
  assert.deepEqual([gone.rows?.map(({ id }) => id), unlisted(gone)], [['1'], []]);
});

test('updates a missing job with the state from its own response', () => {
  const joined = joinJobs(both, readings({ jobs: at([one], 200) }));
  const silent = joinJobs(joined, readings({ jobs: at([one], 200), 'job-state/2': failed(timeout) }));
  assert.deepEqual(silent.rows?.[1], { ...two, unresponsiveSince: 100 });
  const state: JobState = 'RESTARTING';
  const restarting = joinJobs(silent, readings({ jobs: at([one], 200), 'job-state/2': at(state, 250) }));
  assert.deepEqual(restarting.rows?.[1], { ...two, state, unresponsiveSince: 250 });
});

test('restores the normal row once the job is listed again', () => {
  const joined = joinJobs(both, readings({ jobs: at([one], 200) }));
  const back = joinJobs(joined, readings({ jobs: at([one, two], 300), 'job-state/2': failed(timeout) }));
  assert.deepEqual([back.rows, unlisted(back)], [[one, two], []]);
});

test('uses the state of each job while the list fails', () => {
  const entries = {
    jobs: at([one, two, done], 100, timeout),
    'task-managers': at([], 300),
    'job-state/1': at('FAILING', 300),
    'job-state/2': failed(timeout),
  };
  const joined = joinJobs(both, readings(entries));
  assert.deepEqual(joined.rows, [{ ...one, state: 'FAILING' }, { ...two, unresponsiveSince: 100 }, done]);
  const again = joinJobs(joined, readings({ ...entries }));
  assert.equal(again.rows, joined.rows, 'unchanged rows keep their identity');
  const recovered = joinJobs(joined, readings({ ...entries, jobs: at([one, two, done], 400) }));
  assert.deepEqual(recovered.rows, [one, two, done]);
});

test('removes an unknown job while the list fails', () => {
  const server = new FlinkError('server', 'a JobMaster is unreachable');
  const entries = { jobs: at([one, two], 100, server), 'task-managers': at([], 300), 'job-state/1': failed(notFound) };
  assert.deepEqual(
    joinJobs(both, readings(entries)).rows?.map(({ id }) => id),
    ['2'],
  );
});

test('does not mark single jobs as stale while REST is down', () => {
  const entries = {
    jobs: at([one, two, done], 100, timeout),
    'task-managers': at([], 90, timeout),
    'job-state/1': failed(timeout),
  };
  assert.equal(joinJobs(both, readings(entries)).rows?.[0]?.unresponsiveSince, undefined);
});
