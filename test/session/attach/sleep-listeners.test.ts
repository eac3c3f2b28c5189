import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createSleepListeners } from '../../../src/session/attach/sleep-listeners.ts';

test('drops connections before calling the listeners, and only while there are listeners', () => {
  mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1_000_000 });
  const realDate = Date.now;
  let ahead = 0;
  mock.method(Date, 'now', () => realDate() + ahead);
  const calls: string[] = [];
  const listeners = createSleepListeners(() => calls.push('dropped'));
  const sleep = () => {
    ahead += 3_600_000;
    mock.timers.tick(2000);
    return calls.splice(0);
  };
  try {
    assert.deepEqual(sleep(), []);
    const removeFirst = listeners.add(() => calls.push('first'));
    const removeSecond = listeners.add(() => calls.push('second'));
    assert.deepEqual(sleep(), ['dropped', 'first', 'second']);
    removeFirst();
    assert.deepEqual(sleep(), ['dropped', 'second']);
    removeSecond();
    assert.deepEqual(sleep(), []);
    listeners.add(() => calls.push('third'));
    assert.deepEqual(sleep(), ['dropped', 'third']);
    listeners.stop();
    assert.deepEqual(sleep(), []);
  } finally {
    mock.restoreAll();
    mock.timers.reset();
  }
});
