import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../support/session.ts';

const clusterId = 'my-first-flink-cluster';

test('cancelling all jobs by their marks needs the cluster-id, as cancel --all does', async () => {
  const jobs = [
    jobOverview({ name: 'orders', id: 'a'.repeat(32) }),
    jobOverview({ name: 'clicks', id: 'b'.repeat(32) }),
    jobOverview({ name: 'ended', id: 'c'.repeat(32), state: 'FINISHED', endTime: Date.now() }),
  ];
  const cancelled: string[] = [];
  const session = fakeSession(sessionSnapshot({ jobs }), {
    jobs: async () => jobs,
    config: async () => ({ flinkVersion: '2.3.0', refreshIntervalMs: 3000, webCancel: true }),
    checkpoints: async () => ({ enabled: false }),
    cancel: async (id) => {
      cancelled.push(id);
    },
  });
  const source = { attach: async () => session };
  const screen = openScreen({ target: { clusterId }, source });
  await screen.jobs.contains('orders');
  await screen.jobs.press('jobs.mark-all');
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled('Cancel 2 jobs?');
  await screen.dialog.shows(`Type ${clusterId} to confirm`);
  screen.type('y\r');
  await screen.dialog.shows('does not match');
  assert.deepEqual(cancelled, []);
});
