import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkJobsCanSavepoint } from '../../../src/commands/record/availability.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';

test('checks many jobs one by one without a search through all jobs for each', () => {
  let reads = 0;
  const jobs = Array.from({ length: 500 }, (_, index) => {
    const job = jobOverview({ name: `job ${index}`, state: index % 2 === 0 ? 'RUNNING' : 'FAILED' });
    const id = index.toString(16).padStart(32, '0');
    return Object.defineProperty(job, 'id', {
      get: () => {
        reads += 1;
        return id;
      },
    });
  });
  const snapshot = sessionSnapshot({ jobs });
  const ids = jobs.map(({ id }) => id);
  reads = 0;
  const usable = ids.filter((id) => checkJobsCanSavepoint(snapshot, { arguments: [id], options: {} }) === true);
  assert.equal(usable.length, 250);
  assert.ok(reads <= 2 * jobs.length, `${reads} ids read`);
});
