import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createSleepListeners } from '../../../src/session/attach/sleep-listeners.ts';

test('connections are dropped before anybody is told of a sleep, and none while nobody listens', () => {
  mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1_000_000 });
  const realDate = Date.now;
  let ahead = 0;
  mock.method(Date, 'now', () => realDate() + ahead);
  const told: string[] = [];
  const listeners = createSleepListeners(() => told.push('dropped'));
  const sleep = () => {
    ahead += 3_600_000;
    mock.timers.tick(2000);
    return told.splice(0);
  };
  try {
    assert.deepEqual(sleep(), []);
    const forgetFirst = listeners.add(() => told.push('first'));
    const forgetSecond = listeners.add(() => told.push('second'));
    assert.deepEqual(sleep(), ['dropped', 'first', 'second']);
    forgetFirst();
    assert.deepEqual(sleep(), ['dropped', 'second']);
    forgetSecond();
    assert.deepEqual(sleep(), []);
    listeners.add(() => told.push('third'));
    assert.deepEqual(sleep(), ['dropped', 'third']);
    listeners.stop();
    assert.deepEqual(sleep(), []);
  } finally {
    mock.restoreAll();
    mock.timers.reset();
  }
});
