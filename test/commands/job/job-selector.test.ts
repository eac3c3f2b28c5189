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

test('by id, in any case', () => {
  assert.equal(selectJob(jobs, 'aaaa1111'), red);
  assert.equal(selectJob(jobs, 'AAAA1111'), red);
});

test('by exact name', () => assert.equal(selectJob(jobs, 'red'), red));

test("a name that is also the beginning of another job's id is ambiguous, whatever the states", () => {
  for (const other of [red, { ...red, state: 'CANCELED' } as const]) {
    assert.throws(() => selectJob([other, named], 'aaaa'), {
      exitCode: 2,
      message: 'aaaa matches 2 jobs: use the full id',
      hints: ['cccc6666  aaaa  RUNNING', `aaaa1111  red  ${other.state}`],
    });
  }
  assert.equal(selectJob([red, named], 'cccc6666'), named);
});

test('a full id wins over a job whose name is that id', () => {
  assert.equal(selectJob([job('dddd7777', red.id), red], red.id), red);
});

test('by the beginning of one id', () => assert.equal(selectJob(jobs, 'aaab'), blue));

test('the live one of several runs of a name', () => assert.equal(selectJob(jobs, 'blue'), blue));

test('several words name each job once', () => {
  assert.deepEqual(selectJobs(jobs, ['red', 'aaaa1111', 'blue']), [red, blue]);
});

test('what can be several jobs is refused with the jobs', () => {
  for (const word of ['twin', 'bbbb']) {
    assert.throws(() => selectJob(jobs, word), {
      exitCode: 2,
      message: `${word} matches 2 jobs: use the full id`,
      hints: ['bbbb4444  twin  RUNNING', 'bbbb5555  twin  RUNNING'],
    });
  }
});

test('what is no job is refused with the nearest', () => {
  const hints = ['Did you mean blue?', 'list --all shows the jobs that Flink knows.'];
  assert.throws(() => selectJob(jobs, 'blau'), { exitCode: 3, message: 'no job blau', hints });
});

test('too short a beginning of an id is refused, and why', () => {
  assert.throws(
    () => selectJob([red], 'aaa'),
    (error: { hints: readonly string[] }) =>
      error.hints.includes('The beginning of an id needs at least 4 characters.'),
  );
});

test('with no jobs at all it says so', () => {
  assert.throws(() => selectJob([], 'red'), { exitCode: 3, hints: ['Flink knows no jobs.'] });
});
