import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import { createSemaphore } from '../../../src/session/logs/semaphore.ts';

/** Runs tasks that end on request. */
function start(limit: number) {
  const semaphore = createSemaphore(limit);
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, isUrgent = false, signal = new AbortController().signal) =>
    semaphore(
      () => isUrgent,
      () => {
        started.push(name);
        return new Promise<void>((end) => ends.set(name, end));
      },
      signal,
    );
  return { started, run, end: (name: string) => ends.get(name)?.() };
}

test('limits running tasks and starts waiting tasks in order, urgent tasks first', async () => {
  const { started, run, end } = start(2);
  for (const name of ['a', 'b', 'c', 'd']) void run(name);
  void run('urgent', true);
  await nextTick();
  assert.deepEqual(started, ['a', 'b']);
  end('b');
  await nextTick();
  assert.deepEqual(started, ['a', 'b', 'urgent']);
  end('a');
  end('urgent');
  await nextTick();
  assert.deepEqual(started, ['a', 'b', 'urgent', 'c', 'd']);
});

test('skips a task that is aborted while waiting', async () => {
  const { started, run, end } = start(1);
  void run('a');
  const aborting = new AbortController();
  const aborted = run('b', false, aborting.signal);
  void run('c');
  aborting.abort(new Error('no longer needed'));
  await assert.rejects(aborted, /no longer needed/);
  end('a');
  await nextTick();
  assert.deepEqual(started, ['a', 'c']);
});

test("removes its listener from a started task's signal", async () => {
  const { started, run } = start(1);
  const { signal } = new AbortController();
  void run('a', false, signal);
  await nextTick();
  assert.deepEqual(started, ['a']);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});
