import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectJob, selectJobs } from '../../../src/commands/job/job-selector.ts';
import { job } from '../samples.ts';

const red = job('aaaa1111', 'red');
const blue = job('aaab2222', 'blue');
const oldBlue = job('aaac3333', 'blue', 'CANCELED');
const twin = job('bbbb4444', 'twin');
const otherTwin = job('bbbb5555', 'twin');
const named = job('cccc6666', 'aaaa');
const jobs = [red, blue, oldBlue, twin, otherTwin, named];

test('selects a job by id, ignoring case', () => {
  assert.equal(selectJob(jobs, 'aaaa1111'), red);
  assert.equal(selectJob(jobs, 'AAAA1111'), red);
});

test('selects a job by exact name', () => assert.equal(selectJob(jobs, 'red'), red));

test("a name that is also a prefix of another job's id is ambiguous, even if the other job has ended", () => {
  for (const other of [red, { ...red, state: 'CANCELED' } as const]) {
    assert.throws(() => selectJob([other, named], 'aaaa'), {
      exitCode: 2,
      message: 'aaaa matches 2 jobs',
      hints: ['cccc6666  aaaa  RUNNING', `aaaa1111  red  ${other.state}`, 'Use the full id'],
    });
  }
  assert.equal(selectJob([red, named], 'cccc6666'), named);
});

test('a full id takes precedence over a job with that name', () => {
  assert.equal(selectJob([job('dddd7777', red.id), red], red.id), red);
});

test('selects a job by unique id prefix', () => assert.equal(selectJob(jobs, 'aaab'), blue));

test('a running job takes precedence over ended jobs of the same name', () =>
  assert.equal(selectJob(jobs, 'blue'), blue));

test('selects each job once', () => {
  assert.deepEqual(selectJobs(jobs, ['red', 'aaaa1111', 'blue']), [red, blue]);
});

test('rejects an ambiguous selector and lists the jobs', () => {
  for (const selector of ['twin', 'bbbb']) {
    assert.throws(() => selectJob(jobs, selector), {
      exitCode: 2,
      message: `${selector} matches 2 jobs`,
      hints: ['bbbb4444  twin  RUNNING', 'bbbb5555  twin  RUNNING', 'Use the full id'],
    });
  }
});

test('rejects an unknown job and suggests a similar one', () => {
  const hints = ['Did you mean blue?', 'Run list --all to show all jobs'];
  assert.throws(() => selectJob(jobs, 'blau'), { exitCode: 3, message: 'no job blau', hints });
});

test('rejects an id prefix that is too short', () => {
  assert.throws(
    () => selectJob([red], 'aaa'),
    (error: { hints: readonly string[] }) => error.hints.includes('An id prefix needs at least 4 characters'),
  );
});

test('reports that there are no jobs', () => {
  assert.throws(() => selectJob([], 'red'), { exitCode: 3, hints: ['Flink lists no jobs'] });
});
