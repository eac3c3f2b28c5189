import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inJobOrder } from '../../src/flink/job-order.ts';
import { jobOverview } from '../support/session.ts';

test('sorts unfinished jobs first, then by newest start', () => {
  const jobs = [
    jobOverview({ name: 'failed last', state: 'FAILED', startTime: 5 }),
    jobOverview({ name: 'oldest', state: 'RESTARTING', startTime: 1 }),
    jobOverview({ name: 'finished first', state: 'FINISHED', startTime: 2 }),
    jobOverview({ name: 'newest', state: 'RUNNING', startTime: 4 }),
  ];
  assert.deepEqual(
    jobs.sort(inJobOrder).map(({ name }) => name),
    ['newest', 'oldest', 'failed last', 'finished first'],
  );
});
