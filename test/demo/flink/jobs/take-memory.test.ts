import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from '../../../../src/demo/flink/clock.ts';
import { type JobSpec, newJob } from '../../../../src/demo/flink/jobs/job.ts';
import { takeMemory } from '../../../../src/demo/flink/jobs/take-memory.ts';
import { createJvm, taskManagerSizes } from '../../../../src/demo/flink/memory/jvm-process.ts';
import { nativeLeakJob } from '../../../../src/demo/flink/troubles/memory-troubles.ts';
import { outOfMemoryJob } from '../../../../src/demo/flink/troubles/resource-troubles.ts';

const pastMs = 1_800_000;

/** Runs a job on a new TaskManager for half an hour, or until the kernel kills it. Returns seconds. */
function run(spec: JobSpec, attempt = 0) {
  const clock = createClock(1, pastMs);
  const jvm = createJvm(clock, taskManagerSizes);
  let isKilled = false;
  const killForMemory = () => {
    isKilled = true;
  };
  takeMemory({ ...newJob('id', spec, clock.now()), attempt }, 'tm', { jvm: () => jvm, killForMemory }, clock);
  let seconds = 0;
  let full = 0;
  for (; !isKilled && seconds < pastMs / 1000; seconds += 1) {
    clock.advance(1000);
    if (jvm.numbers().container >= taskManagerSizes.limit) full += 1;
  }
  return { isKilled, seconds, full };
}

test('the kernel kills a TaskManager with a native leak as soon as its container is full', () => {
  const { isKilled, full } = run(nativeLeakJob);
  assert.deepEqual([isKilled, full], [true, 1]);
});

test('a job that leaks once fills its first TaskManager in about 20 s, and not the next one', () => {
  const { isKilled, seconds } = run(outOfMemoryJob);
  assert.ok(isKilled && seconds > 15 && seconds < 25, `${seconds} s`);
  assert.deepEqual(run(outOfMemoryJob, 1), { isKilled: false, seconds: pastMs / 1000, full: 0 });
});
