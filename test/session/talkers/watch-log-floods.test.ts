import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { watchLogFloods } from '../../../src/session/talkers/watch-log-floods.ts';

const start = Date.UTC(2026, 10, 28, 12);

test('a flood is reported once it has lasted for a minute, and only changes are reported', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let now = start;
  const store = createLogStore({ now: () => now });
  const writer = store.open({ uid: 'u1', pod: 'tm-1', container: 'flink-main-container' });
  writer.setState({ state: 'following' });
  const changes: number[] = [];
  const watch = watchLogFloods(
    store,
    () => now,
    () => changes.push((now - start) / 1000),
  );
  /** Writes so many lines a second for ten seconds. */
  const pass = (perSecond: number) => {
    for (let second = 0; second < 10; second += 1) {
      const at = new Date(now + second * 1000).toISOString().replace('Z', '000000Z');
      writer.write(Buffer.from(`${at} 2026-11-28 12:00:00,000 INFO  a.Busy [] - hello\n`.repeat(perSecond)));
    }
    now += 10_000;
    t.mock.timers.tick(10_000);
  };
  const loggers = () => {
    const floods = watch.floods();
    return floods.state === 'counted' ? floods.floods.map(({ logger }) => logger) : floods.reason;
  };
  for (let step = 0; step < 4; step += 1) pass(2000);
  assert.equal(loggers(), 'the logs have been counted for less than a minute');
  for (let step = 0; step < 6; step += 1) pass(2000);
  assert.deepEqual(loggers(), ['a.Busy']);
  const reported = changes.length;
  pass(2000);
  assert.equal(changes.length, reported, 'a steady flood is no change');
  for (let step = 0; step < 6; step += 1) pass(1);
  assert.deepEqual(loggers(), []);
  watch.stop();
});
