import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Subtask } from '../../src/flink/subtask-responses.ts';
import { eventually } from '../support/eventually.ts';
import { attachDemo } from './attached-demo.ts';

const countedMs = ({ busyMs = 0, idleMs, backPressuredMs }: Subtask): number => busyMs + idleMs + backPressuredMs;

test('the counters of a subtask are those of the last fetch, which starts with the first request', async (t) => {
  const { flink } = await attachDemo(t, {}, 1);
  const id = (await flink.jobs()).find(({ name }) => name === 'State machine job')?.id ?? '';
  const [vertex] = (await flink.job(id)).vertices;
  const requestedAt = Date.now();
  const read = async () => {
    const [subtask] = await flink.subtasks(id, vertex?.id ?? '');
    return subtask ?? assert.fail();
  };
  const before = await read();
  assert.deepEqual([before.isComplete, countedMs(before), before.writeRecords], [false, 0, 0]);
  const fetched = await eventually('the counters', async () => {
    const subtask = await read();
    return subtask.isComplete && subtask;
  });
  // The fetch started with the first request. It counts from RUNNING, and the subtask started with its deployment.
  const ageMs = requestedAt - (fetched.startedAt ?? 0);
  assert.ok(countedMs(fetched) > ageMs - 2000 && countedMs(fetched) <= ageMs, `${countedMs(fetched)} of ${ageMs} ms`);
  await pause(50);
  assert.deepEqual(await read(), fetched);
});

test('the counters of a subtask start again with every attempt', async (t) => {
  const { demo, flink } = await attachDemo(t, { jobs: 'none' });
  const id = demo.submitJob('orders', { failEveryMs: 60_000 });
  const vertex = await eventually('a vertex', async () => (await flink.job(id)).vertices[0]);
  const read = async () => (await flink.subtasks(id, vertex.id))[0];
  await eventually('counters of the first attempt', async () => (await read())?.isComplete);
  // These requests start no fetch of the metrics. The next one does, but gets the metrics of the fetch before.
  const isRestarted = async () => {
    // In this order: the job may fail between the two requests.
    const hasFailed = (await flink.exceptions(id)).length === 1;
    const [job] = await flink.jobs();
    return hasFailed && job?.tasks.running === job?.tasks.total;
  };
  await eventually('the second attempt', isRestarted);
  const restarted = await read();
  assert.deepEqual([restarted?.attempt, restarted?.isComplete, restarted?.writeRecords], [1, false, 0]);
});
