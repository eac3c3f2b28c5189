import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobState } from '../../../src/flink/answers.ts';
import { FlinkError } from '../../../src/flink/error.ts';
import { type JoinedJobs, joinJobs, noJobs } from '../../../src/session/readings/join-jobs.ts';
import type { ReadingState, Readings } from '../../../src/session/readings/reading.ts';
import { jobOverview } from '../../support/session.ts';

const one = jobOverview({ name: 'one', id: '1' });
const two = jobOverview({ name: 'two', id: '2' });
const done = jobOverview({ name: 'done', id: '3', state: 'FINISHED', endTime: 5 });

const at = <T>(value: T, readAt: number, failure?: Error): ReadingState<T> => ({ value, readAt, failure });
const failed = (failure: Error): ReadingState<undefined> => ({ value: undefined, readAt: undefined, failure });
const readings = (parts: { readonly [key: string]: ReadingState<unknown> }): Readings => new Map(Object.entries(parts));
const lacking = (book: JoinedJobs) => [...book.unanswered.keys()];
const notFound = new FlinkError('not-found', 'no such job');
const late = new DOMException('no answer in time', 'TimeoutError');

const both = joinJobs(noJobs, readings({ jobs: at([one, two, done], 100) }));

test('jobs are as the list has them', () => {
  assert.deepEqual(both.rows, [one, two, done]);
  assert.equal(joinJobs(both, readings({ jobs: at(both.listed, 200) })).rows, both.rows);
  assert.equal(joinJobs(noJobs, readings({})).rows, undefined);
});

test('a job that was going on and is left out is kept, with when it was answered for, and is to be asked', () => {
  const book = joinJobs(both, readings({ jobs: at([one], 200) }));
  assert.deepEqual(book.rows, [one, { ...two, unansweredSince: 100 }]);
  assert.deepEqual(lacking(book), ['2'], 'a job that has ended is forgotten, as Flink does');
  const later = joinJobs(book, readings({ jobs: at([one], 300) }));
  assert.deepEqual(later.rows?.[1], { ...two, unansweredSince: 100 });
});

test('it is gone once Flink says so', () => {
  const book = joinJobs(both, readings({ jobs: at([one], 200) }));
  const gone = joinJobs(book, readings({ jobs: at([one], 200), 'job-state/2': failed(notFound) }));
  assert.deepEqual([gone.rows?.map(({ id }) => id), lacking(gone)], [['1'], []]);
});

test('it keeps its row while it is not answered for, and takes the state that it answers', () => {
  const book = joinJobs(both, readings({ jobs: at([one], 200) }));
  const silent = joinJobs(book, readings({ jobs: at([one], 200), 'job-state/2': failed(late) }));
  assert.deepEqual(silent.rows?.[1], { ...two, unansweredSince: 100 });
  const state: JobState = 'RESTARTING';
  const restarting = joinJobs(silent, readings({ jobs: at([one], 200), 'job-state/2': at(state, 250) }));
  assert.deepEqual(restarting.rows?.[1], { ...two, state, unansweredSince: 250 });
});

test('it is an ordinary row again once it is listed', () => {
  const book = joinJobs(both, readings({ jobs: at([one], 200) }));
  const back = joinJobs(book, readings({ jobs: at([one, two], 300), 'job-state/2': failed(late) }));
  assert.deepEqual([back.rows, lacking(back)], [[one, two], []]);
});

test('while the list does not come, jobs are as they answer themselves', () => {
  const parts = {
    jobs: at([one, two, done], 100, late),
    'task-managers': at([], 300),
    'job-state/1': at('FAILING', 300),
    'job-state/2': failed(late),
  };
  const book = joinJobs(both, readings(parts));
  assert.deepEqual(book.rows, [{ ...one, state: 'FAILING' }, { ...two, unansweredSince: 100 }, done]);
  const again = joinJobs(book, readings({ ...parts }));
  assert.equal(again.rows, book.rows, 'the same rows where nothing has changed');
  const recovered = joinJobs(book, readings({ ...parts, jobs: at([one, two, done], 400) }));
  assert.deepEqual(recovered.rows, [one, two, done]);
});

test('while the list fails, a job that Flink does not know is gone', () => {
  const server = new FlinkError('server', 'a JobMaster is unreachable');
  const parts = { jobs: at([one, two], 100, server), 'task-managers': at([], 300), 'job-state/1': failed(notFound) };
  assert.deepEqual(
    joinJobs(both, readings(parts)).rows?.map(({ id }) => id),
    ['2'],
  );
});

test('while nothing answers at all, it is the link that is old, and no single job', () => {
  const parts = {
    jobs: at([one, two, done], 100, late),
    'task-managers': at([], 90, late),
    'job-state/1': failed(late),
  };
  assert.equal(joinJobs(both, readings(parts)).rows?.[0]?.unansweredSince, undefined);
});
