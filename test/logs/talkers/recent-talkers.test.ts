import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { recentTalkers } from '../../../src/logs/talkers/recent-talkers.ts';
import { event, identity, openLog, sent, start } from '../log-fixtures.ts';

const key = `${identity.uid}/${identity.container}`;
const minuteMs = 60_000;
const busy = (at: number) => event('INFO', `line at ${at}`, 'a.Busy');

/** Lines of one logger, one each `everyMs` from `from` to `to`, ms after `start`. */
const lines = (from: number, to: number, everyMs: number) =>
  Array.from({ length: Math.floor((to - from) / everyMs) }, (_, index) => sent(from + index * everyMs, busy(0)));

test('the last minute is counted by logger and level, with the lines of stack traces', () => {
  const { source, write } = openLog();
  write(...lines(0, minuteMs, 100));
  write(
    sent(minuteMs - 900, event('ERROR', 'failed', 'a.Broken')),
    sent(minuteMs - 900, 'java.io.IOException: disk full'),
    sent(minuteMs - 900, '\tat a.B.c(B.java:2)'),
    sent(minuteMs - 500, '1> printed'),
  );
  const now = start + minuteMs;
  const { talkers, overMs, lines: perSecond, pods, gaps } = recentTalkers([source], now);
  assert.deepEqual([pods, gaps], [1, 0]);
  assert.ok(overMs >= 50_000 && overMs <= minuteMs, `${overMs}`);
  const [first, second, third] = talkers;
  assert.deepEqual([first?.logger, second?.logger, third?.logger], ['a.Busy', 'a.Broken', '']);
  assert.ok(Math.abs((first?.lines ?? 0) - 10) < 0.3, `${first?.lines} lines/s`);
  const inWindow = (count = 0) => Math.round((count * overMs) / 1000);
  assert.deepEqual(
    [second, third].map((talker) => inWindow(talker?.lines)),
    [3, 1],
  );
  assert.deepEqual(
    [second, third].map((talker) => inWindow(talker?.events)),
    [1, 1],
  );
  assert.equal(inWindow(third?.bytes), Buffer.byteLength('1> printed\n'));
  assert.equal(inWindow(second?.bytesByLevel[4]), inWindow(second?.bytes), 'all lines of the trace have its level');
  assert.ok(Math.abs(perSecond - talkers.reduce((sum, talker) => sum + talker.lines, 0)) < 1e-9);
});

test('lines that existed before are history, not the current rate', () => {
  const { source, write } = openLog();
  write(...lines(0, 5 * minuteMs, 1000));
  const { talkers, bytes } = recentTalkers([source], start + 8 * minuteMs);
  assert.equal(bytes, 0);
  assert.equal(talkers[0]?.lines, 0);
  const { history = [] } = talkers[0] ?? {};
  assert.equal(history.filter((count) => count > 0).length, 30);
  assert.ok(
    history.slice(-12).every((count) => count === 0),
    'silent for the last minutes',
  );
});

test('older lines that are read later count in their own time', () => {
  const whole = lines(0, 4 * minuteMs, 500);
  const now = start + 4 * minuteMs;
  const { source, write, store } = openLog();
  write(...whole.slice(-20));
  const before = recentTalkers([source], now);
  const older = store.prepend(key);
  older?.write(Buffer.from(whole.join('')));
  assert.equal(older?.end(), whole.length - 20);
  const after = recentTalkers([source], now);
  const all = openLog();
  all.write(...whole);
  const expected = recentTalkers([all.source], now);
  assert.deepEqual(after.talkers, expected.talkers);
  assert.ok(after.historyFrom < before.historyFrom);
  assert.ok(Math.abs((after.talkers[0]?.lines ?? 0) - 2) < 0.1, 'two lines a second, before and after');
  assert.ok(Math.abs((before.talkers[0]?.lines ?? 0) - 2) < 0.3);
});

test('a log that has been followed for some seconds has the rate of these seconds', () => {
  let clock = start;
  const { source, write, writer } = openLog({ now: () => clock });
  writer.setState({ state: 'following' });
  write(...lines(0, 5000, 10));
  clock = start + 5000;
  const { overMs, talkers } = recentTalkers([source], clock);
  assert.equal(overMs, 5000);
  assert.equal(Math.round(talkers[0]?.lines ?? 0), 100);
});

test('logs of several pods are summed up, and gaps are counted', () => {
  const store = createLogStore();
  const sources = ['tm-1', 'tm-2'].map((pod, index) => {
    const writer = store.open({ uid: pod, pod, container: 'flink-main-container' });
    writer.write(Buffer.from(lines(0, minuteMs, index === 0 ? 1000 : 100).join('')));
    if (index === 1) writer.markGap('lines may be missing');
    return store.source(`${pod}/flink-main-container`);
  });
  const known = sources.filter((source) => source !== undefined);
  const { talkers, gaps } = recentTalkers(known, start + minuteMs);
  assert.deepEqual(talkers[0]?.pods, ['tm-2', 'tm-1']);
  assert.equal(Math.round(talkers[0]?.lines ?? 0), 11);
  assert.equal(gaps, 0, 'the gap has the time of the local clock, which is long after');
  assert.equal(recentTalkers(known, Date.now()).gaps, 1);
});

test('a node whose clock is ahead has a current rate', () => {
  const { source, write } = openLog();
  write(...lines(0, 2 * minuteMs, 100));
  const { talkers } = recentTalkers([source], start);
  assert.equal(Math.round(talkers[0]?.lines ?? 0), 10);
});
