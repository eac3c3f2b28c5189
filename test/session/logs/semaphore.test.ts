import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSemaphore } from '../../../src/session/logs/semaphore.ts';

/** Starts acts that end when they are told to. */
function play(atOnce: number) {
  const turns = createSemaphore(atOnce);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (name: string, isUrgent = false, signal = new AbortController().signal) =>
    turns(
      () => isUrgent,
      () => {
        begun.push(name);
        return new Promise<void>((end) => ends.set(name, end));
      },
      signal,
    );
  return { begun, begin, end: (name: string) => ends.get(name)?.() };
}

test('so many at a time, the urgent ones first, then in their order', async () => {
  const { begun, begin, end } = play(2);
  for (const name of ['a', 'b', 'c', 'd']) void begin(name);
  void begin('urgent', true);
  await nextTurn();
  assert.deepEqual(begun, ['a', 'b']);
  end('b');
  await nextTurn();
  assert.deepEqual(begun, ['a', 'b', 'urgent']);
  end('a');
  end('urgent');
  await nextTurn();
  assert.deepEqual(begun, ['a', 'b', 'urgent', 'c', 'd']);
});

test('whoever gives up while it waits takes no turn', async () => {
  const { begun, begin, end } = play(1);
  void begin('a');
  const leaving = new AbortController();
  const left = begin('b', false, leaving.signal);
  void begin('c');
  leaving.abort(new Error('it left'));
  await assert.rejects(left, /it left/);
  end('a');
  await nextTurn();
  assert.deepEqual(begun, ['a', 'c']);
});

test('a turn that has begun leaves nothing behind at its signal', async () => {
  const { begun, begin } = play(1);
  const { signal } = new AbortController();
  void begin('a', false, signal);
  await nextTurn();
  assert.deepEqual(begun, ['a']);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});
