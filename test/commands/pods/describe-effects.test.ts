import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeEffects } from '../../../src/commands/pods/delete/describe-jobs.ts';
import type { AffectedJob } from '../../../src/commands/pods/delete/plan-type.ts';
import type { Connection } from '../../../src/session/session.ts';
import { jobOverview } from '../../support/session.ts';

const now = Date.parse('2026-11-30T10:00:00Z');
const checkpoint = {
  id: 7,
  isSavepoint: false,
  triggeredAt: now - 61_000,
  completedAt: now - 60_000,
  path: 's3://c/7',
};

/** Describes a job that restarts, and returns its line, its first fact and the number of requests. */
async function describeRestart(affected: Partial<AffectedJob>, losesCheckpoints: boolean) {
  let requests = 0;
  const flink = {
    checkpoints: async () => {
      requests += 1;
      return { enabled: true, latestCompleted: checkpoint, latestSavepoint: undefined };
    },
  };
  const jobs: readonly AffectedJob[] = [{ job: jobOverview({ name: 'orders' }), effect: 'restarts', ...affected }];
  const connection = { flink } as unknown as Connection;
  const [described] = await describeEffects(connection, jobs, losesCheckpoints, now, AbortSignal.timeout(5000));
  return { line: described?.line ?? '', facts: described?.item.facts.map(({ text }) => text), requests };
}

test('after the loss of a TaskManager, a job restores its last checkpoint', async () => {
  const { line, facts } = await describeRestart({}, false);
  assert.match(line, /restarts from its last checkpoint$/);
  assert.equal(facts?.[0], 'from checkpoint 1m old');
});

test('without its JobManager and high availability, a job starts from the beginning, and its checkpoint is still named', async () => {
  const { line, facts } = await describeRestart({}, true);
  assert.match(line, /restarts from the beginning$/);
  assert.deepEqual(facts?.slice(0, 2), ['from the beginning', 'checkpoint 1m old']);
});

test('Flink is not asked for the checkpoints of a job that takes none', async () => {
  const { line, requests } = await describeRestart({ isCheckpointingDisabled: true }, false);
  assert.match(line, /checkpointing disabled: restarts from the beginning$/);
  assert.equal(requests, 0);
});
