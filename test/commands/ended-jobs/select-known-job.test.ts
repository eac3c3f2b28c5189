import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectKnownJob } from '../../../src/commands/ended-jobs/select-known-job.ts';
import type { RememberedJob } from '../../../src/session/journal/last-seen/remembered-job.ts';
import { jobOverview } from '../../support/session.ts';

const remembered = (id: string, name: string, endedAt: number | undefined): RememberedJob => ({
  ...{ id, name, state: endedAt === undefined ? 'RUNNING' : 'LOST', startedAt: 0, endedAt, lastSeen: undefined },
});
const jobs = new Map(
  [
    remembered('aaaa1111', 'orders', 1000),
    remembered('aaaa2222', 'orders', 2000),
    remembered('bbbb1111', 'clicks', 3000),
    remembered('cccc1111', 'payments', undefined),
  ].map((job) => [job.id, job]),
);
const listed = [jobOverview({ id: 'bbbb9999', name: 'clicks' })];
const select = (selector: string) => {
  const { kind, job } = selectKnownJob(listed, jobs, selector);
  return [kind, job.id];
};

test('a job that Flink no longer knows is found by id, unique prefix or name: the newest with this name', () => {
  assert.deepEqual(select('AAAA1111'), ['forgotten', 'aaaa1111']);
  assert.deepEqual(select('aaaa2'), ['forgotten', 'aaaa2222']);
  assert.deepEqual(select('orders'), ['forgotten', 'aaaa2222']);
});

test('jobs that Flink lists take precedence', () => {
  assert.deepEqual(select('clicks'), ['listed', 'bbbb9999']);
  assert.deepEqual(select('bbbb1'), ['forgotten', 'bbbb1111']);
});

test('an ambiguous prefix, a job that has not ended and an unknown name are errors', () => {
  assert.throws(() => select('aaaa'), /aaaa matches 2 jobs of the journal/);
  assert.throws(() => select('payments'), /no job payments/);
  assert.throws(() => select('order'), /no job order/);
});
