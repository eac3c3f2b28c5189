import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from '../../../src/demo/flink/clock.ts';
import { createNode } from '../../../src/demo/flink/node.ts';
import { stateMachineJob } from '../../../src/demo/flink/sample-jobs.ts';
import { pastMs, startScenario } from '../../../src/demo/flink/scenario.ts';
import { createWorld } from '../../../src/demo/flink/world.ts';
import { createObjectStore } from '../../../src/demo/kubernetes/object-store.ts';

/** Runs a job that ends, then submits one that needs its idle TaskManager and a new one. Returns the second job's restarts. */
function restartsAfter(idleMs: number): number | undefined {
  const clock = createClock(1, pastMs);
  const world = createWorld(clock, createObjectStore());
  const { session, clusters } = startScenario({ jobs: 'none' }, world, createNode(world));
  session.submit({ ...stateMachineJob, parallelism: 1, endsAfterMs: 10_000 });
  clock.advance(30_000);
  clock.advance(idleMs);
  const id = session.submit({ ...stateMachineJob, parallelism: 2 });
  clock.advance(400_000);
  const restarts = session
    .jobManager()
    ?.jobs()
    .find((job) => job.id === id)?.restarts;
  for (const cluster of clusters) cluster.close();
  clock.close();
  return restarts;
}

test('an idle TaskManager is not released while a job waits for its slot and for another one', () => {
  const restarts = Array.from({ length: 60 }, (_, seconds) => restartsAfter(seconds * 1000));
  assert.deepEqual(
    restarts,
    restarts.map(() => 0),
  );
});
