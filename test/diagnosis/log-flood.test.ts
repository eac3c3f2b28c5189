import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogStore } from '../../src/logs/create-log-store.ts';
import { findLogFloods, type LogFlood, type LogFloods } from '../../src/session/talkers/log-floods.ts';
import { diagnosisOf, now, secondsAgo, snapshotWith } from './evidence-of.ts';

const pod = 'my-first-flink-cluster-taskmanager-1-1';
const flood: LogFlood = {
  logger: 'com.example.audit.LoginAudit',
  pod,
  lines: 5000,
  bytes: 700_000,
  share: 0.97,
  raise: { level: 'WARN', savedShare: 0.95 },
  since: secondsAgo(200),
};

const diagnosisWith = (logFloods: LogFloods | undefined) => diagnosisOf(snapshotWith({}, { logFloods }));
const ofFlood = (part: Partial<LogFlood> = {}) =>
  diagnosisWith({ state: 'counted', floods: [{ ...flood, ...part }] }).findings.find(
    ({ rule }) => rule === 'log-flood',
  );

test('a flood names the logger, its pod, what is lost, and the command that stops it', () => {
  const finding = ofFlood();
  assert.equal(finding?.severity, 'warning');
  assert.equal(
    finding?.text,
    'com.example.audit.LoginAudit floods the log of taskmanager-1-1: 5.0k lines/s, 97% of the log',
  );
  assert.equal(finding?.since, secondsAgo(200));
  assert.equal(finding?.evidence[0], '684 KiB/s in the log of taskmanager-1-1, in the last minute');
  assert.match(
    finding?.evidence[1] ?? '',
    /^kubectl logs then keeps only the last 11 s: the kubelet rotates .* 10\.0 MiB/,
  );
  assert.deepEqual(finding?.next[0], {
    text: 'Raise its level for 15m: saves 95% of the log',
    command: 'log-level com.example.audit.LoginAudit WARN --for 15m',
  });
});

test('one logger that floods several pods is one finding', () => {
  const floods = [1, 2, 3].map((number) => ({ ...flood, pod: `my-first-flink-cluster-taskmanager-1-${number}` }));
  const { findings } = diagnosisWith({ state: 'counted', floods });
  assert.deepEqual(
    findings.map(({ text }) => text),
    [
      'com.example.audit.LoginAudit floods the log of taskmanager-1-1, taskmanager-1-2, taskmanager-1-3: 5.0k lines/s, 97% of the log',
    ],
  );
});

test('no level is raised for output without a logger, for errors, and for a name that needs quotes', () => {
  const commands = (part: Partial<LogFlood>) => ofFlood(part)?.next.map(({ command }) => command);
  assert.deepEqual(commands({ logger: '', raise: undefined }), [`talkers ${pod}`, undefined]);
  assert.deepEqual(commands({ raise: undefined }), [`logs ${pod} --logger ${flood.logger}`, `talkers ${pod}`]);
  assert.deepEqual(commands({ logger: 'my logger; rm' }), [`talkers ${pod}`]);
});

test('logs that were not counted are not assessed, with the reason', () => {
  const unknown = (logFloods: LogFloods | undefined) =>
    diagnosisWith(logFloods).notAssessed.find(({ rule }) => rule === 'log-flood')?.reason;
  assert.equal(unknown({ state: 'unknown', reason: 'not allowed to get pods/log' }), 'not allowed to get pods/log');
  assert.equal(unknown(undefined), 'the logs are not read');
  assert.equal(unknown({ state: 'counted', floods: [] }), undefined);
});

/** Returns the floods in a log with so many lines of each logger in each of the last `seconds`. */
function floodsIn(seconds: number, perSecond: { readonly [logger: string]: number }, { openedAgo = seconds } = {}) {
  const store = createLogStore({ now: () => now - openedAgo * 1000 });
  const writer = store.open({ uid: 'u1', pod, container: 'flink-main-container' });
  writer.setState({ state: 'following' });
  for (let second = seconds; second > 0; second -= 1) {
    const at = new Date(now - second * 1000).toISOString().replace('Z', '000000Z');
    const lines = Object.entries(perSecond).map(([logger, count]) =>
      `${at} 2026-11-28 12:00:00,000 INFO  ${logger} [] - hello\n`.repeat(count),
    );
    writer.write(Buffer.from(lines.join('')));
  }
  return findLogFloods(store.sources(), now);
}

test('a logger floods with more than 1000 lines a second over a minute and most of the log', () => {
  const found = floodsIn(90, { 'a.Busy': 1500, 'a.Other': 100 });
  assert.deepEqual(
    found.state === 'counted' &&
      found.floods.map(({ logger, pod: name, lines, raise }) => [logger, name, lines, raise?.level]),
    [['a.Busy', pod, 1500, 'WARN']],
  );
  const since = found.state === 'counted' ? found.floods[0]?.since : undefined;
  assert.ok(since !== undefined && now - since >= 80_000 && now - since <= 90_000, `since ${since}`);
});

test('normal logging, a burst, and a share below half are no flood', () => {
  const none: LogFloods = { state: 'counted', floods: [] };
  assert.deepEqual(floodsIn(90, { 'a.Busy': 100, 'a.Other': 1 }), none);
  assert.deepEqual(floodsIn(8, { 'a.Busy': 2000 }, { openedAgo: 90 }), none, 'a burst of 8 s');
  assert.deepEqual(floodsIn(90, { 'a.One': 1100, 'a.Two': 1150, 'a.Three': 1150 }), none);
});

test('a log that has been counted for some seconds is unknown', () => {
  assert.equal(floodsIn(20, { 'a.Busy': 3000 }).state, 'unknown');
});
