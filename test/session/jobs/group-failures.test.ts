import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobFailure } from '../../../src/flink/responses.ts';
import { failureHistory } from '../../../src/session/jobs/failure-history.ts';
import { groupFailures } from '../../../src/session/jobs/group-failures.ts';
import type { FailureEntry, JournalEntry } from '../../../src/session/journal/entry.ts';

const job = { id: 'a'.repeat(32), name: 'orders' };
const failure = (at: number, message: string, part: Partial<FailureEntry> = {}): FailureEntry => ({
  kind: 'failure',
  at,
  job: job.id,
  jobName: job.name,
  exception: 'IOException',
  message,
  ...part,
});
const listed = (at: number, part: Partial<JobFailure> = {}): JobFailure => ({
  at,
  exception: 'IOException',
  message: 'disk full',
  task: undefined,
  pod: undefined,
  concurrent: [],
  isFinal: false,
  ...part,
});

test('numbers, ids and addresses do not split a group, and the group with the newest failure is first', () => {
  const messages = [
    'order 17 failed on 10.0.0.7:6122 (3f2a9c01-77aa-4b1c-8d3e-112233445566)',
    'disk full',
    'order 18 failed on 10.0.0.9:6122 (9c013f2a-77aa-4b1c-8d3e-665544332211)',
  ];
  const groups = groupFailures(messages.map((message, index) => failure(300 - index * 100, message)));
  assert.deepEqual(
    groups.map(({ message, failures, firstAt, lastAt }) => [message, failures.length, firstAt, lastAt]),
    [
      [messages[0], 2, 100, 300],
      ['disk full', 1, 200, 200],
    ],
  );
});

test('different exceptions with the same message are two groups, and the id of a group stays the same', () => {
  const both = [failure(2, 'timed out 7'), failure(1, 'timed out 7', { exception: 'TimeoutException' })];
  const groups = groupFailures(both);
  assert.deepEqual(
    groups.map(({ exception }) => exception),
    ['IOException', 'TimeoutException'],
  );
  const later = groupFailures([failure(9, 'timed out 12'), ...both]);
  assert.equal(later[0]?.id, groups[0]?.id);
});

test('a failure that the journal and Flink both have is listed once', () => {
  const recorded = failure(100, 'disk full', { task: 'map (1/2) - execution #0' });
  const both = listed(100, { task: 'map (1/2) - execution #0' });
  const { failures } = failureHistory(job, [recorded], [both, listed(200)]);
  assert.deepEqual(
    failures.map(({ at }) => at),
    [200, 100],
  );
});

test("a failure on Flink's clock is the same one, and new failures are converted to the API server's clock", () => {
  const recorded = failure(100, 'disk full', { flinkAt: 5100 });
  const { failures } = failureHistory(job, [recorded], [listed(5100), listed(5300)]);
  assert.deepEqual(
    failures.map(({ at, flinkAt }) => [at, flinkAt]),
    [
      [300, 5300],
      [100, 5100],
    ],
  );
});

test('failures of other jobs are left out, and restarts that nobody recorded are counted', () => {
  const unlisted: JournalEntry = { kind: 'restarts', at: 90, from: 10, count: 7, job: job.id, jobName: job.name };
  const entries = [unlisted, failure(100, 'disk full'), failure(110, 'disk full', { job: 'b'.repeat(32) })];
  const history = failureHistory(job, entries, []);
  assert.deepEqual(
    history.failures.map(({ at }) => at),
    [100],
  );
  assert.deepEqual(history.unlisted, [unlisted]);
});

test('secrets in what Flink lists are masked, as in the journal', () => {
  const secret = listed(100, { message: 'login failed: password=hunter2' });
  const { failures } = failureHistory(job, [], [secret]);
  assert.equal(failures[0]?.message, 'login failed: password=******');
});
