import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { exitCodeOf } from '../../../src/commands/record/command-error.ts';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import { eventually } from '../../support/eventually.ts';
import { type LogCluster, startLogCluster } from './log-cluster.ts';

const numbers = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => Number(/number (\d+)/.exec(line)?.[1]));
const waitForRequests = (cluster: LogCluster, times: number) =>
  eventually(`${times} log requests`, () => cluster.requests().length >= times);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('follows a log over a lost connection without duplicate or missing lines', async (context) => {
  const cluster = await startLogCluster(context);
  const log = cluster.addPod('session-taskmanager-1-1');
  log.write(1, 'number 1');
  // Lines of the same nanosecond, before and after the lost connection.
  log.write(2, 'number 2', 'number 3');
  const { out, sees, notes } = await cluster.start('logs 1-1 -f');
  await sees('number 3');
  await cluster.cut();
  log.write(2, 'number 4', 'number 5');
  log.write(3, 'number 6');
  await sees('number 6');
  assert.deepEqual(numbers(out()), upTo(6));
  assert.equal(out().split('\n')[0], 'number 1', 'the timestamps are removed');
  assert.deepEqual(notes(), []);
});

test('reports the end of a followed log when its pod is deleted', async (context) => {
  const cluster = await startLogCluster(context);
  cluster.addPod('session-taskmanager-1-1').write(1, 'number 1');
  const { out, sees, notes, end } = await cluster.start('logs 1-1 -f');
  await sees('number 1');
  cluster.removePod('session-taskmanager-1-1');
  assert.equal(await end, undefined);
  assert.equal(out(), 'number 1\n');
  assert.match(notes().join('\n'), /^session-taskmanager-1-1: end of log: the pod is gone$/);
});

test('follows new TaskManagers if no pod is named', async (context) => {
  const cluster = await startLogCluster(context);
  cluster.addPod('session-taskmanager-1-1').write(1, 'number 1');
  const { sees, out } = await cluster.start('logs --follow');
  await sees('[session-taskmanager-1-1] number 1');
  cluster.addPod('session-taskmanager-1-2').write(2, 'number 2');
  await sees('[session-taskmanager-1-2] number 2');
  assert.deepEqual(numbers(out()), [1, 2]);
});

test('prints existing lines of several pods in timestamp order', async (context) => {
  const cluster = await startLogCluster(context);
  const pods = ['1-1', '1-2', '1-3'].map((end) => cluster.addPod(`session-taskmanager-${end}`));
  for (let number = 1; number <= 3000; number += 1) pods[number % 3]?.write(number / 10, `number ${number}`);
  const { sees, out } = await cluster.start('logs -f');
  await sees('number 3000\n');
  assert.deepEqual(numbers(out()), upTo(3000));
});

test('a filter keeps a stack trace complete while it is being written', async (context) => {
  const cluster = await startLogCluster(context);
  const log = cluster.addPod('session-taskmanager-1-1');
  log.write(1, '2026-11-24 02:00:00,000 INFO  org.example.A [] - well');
  const { sees, out } = await cluster.start('logs 1-1 -f --level ERROR');
  log.write(2, '2026-11-24 02:00:02,000 ERROR org.example.A [] - failed', 'x.Y: broken', '\tat a.B.c(B.java:1)');
  await sees('B.java:1');
  log.write(2.5, '\tat a.B.d(B.java:2)');
  log.write(4, '2026-11-24 02:00:04,000 INFO  org.example.A [] - well', '\tat no.matter(Where.java:3)');
  log.write(6, '2026-11-24 02:00:06,000 ERROR org.example.A [] - again');
  await sees('again');
  assert.deepEqual(
    out()
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^.* - /, '')),
    ['failed', 'x.Y: broken', '\tat a.B.c(B.java:1)', '\tat a.B.d(B.java:2)', 'again'],
  );
});

test('--tail limits the existing lines but not new ones', async (context) => {
  const cluster = await startLogCluster(context);
  const log = cluster.addPod('session-taskmanager-1-1');
  for (const number of upTo(50)) log.write(number, `number ${number}`);
  const { sees, out } = await cluster.start('logs 1-1 -f --tail 2');
  await sees('number 50');
  await cluster.cut();
  for (const number of [51, 52, 53]) log.write(number, `number ${number}`);
  await sees('number 53');
  assert.deepEqual(numbers(out()), [49, 50, 51, 52, 53]);
});

test('ends when the session cluster is gone, but not when it has no pods for a moment', async (context) => {
  const cluster = await startLogCluster(context);
  cluster.addPod('session-taskmanager-1-1').write(1, 'number 1');
  const { sees, end } = await cluster.start('logs -f');
  await sees('number 1');
  cluster.removePod('session-taskmanager-1-1');
  await sees('end of log');
  cluster.addPod('session-taskmanager-1-2').write(2, 'number 2');
  await sees('number 2');
  cluster.store.remove('deployments', 'default', 'session');
  cluster.removePod('session-taskmanager-1-2');
  assert.equal(await end, undefined);
});

test('reports a long outage of the API server and its end without missing lines', async (context) => {
  const cluster = await startLogCluster(context);
  const log = cluster.addPod('session-taskmanager-1-1');
  log.write(1, 'number 1');
  const { sees, out, notes } = await cluster.start('logs -f --merge');
  await sees('number 1');
  await cluster.makeUnreachable(4500);
  log.write(2, 'number 2');
  await sees('The API server has not responded since 20');
  log.write(3, 'number 3');
  await sees('number 3');
  await sees('The API server is reachable again');
  assert.deepEqual(numbers(out()), [1, 2, 3]);
  assert.equal(notes().length, 2, notes().join('\n'));
});

test('reconnects after a sleep without duplicate or missing lines', async (context) => {
  const cluster = await startLogCluster(context);
  const log = cluster.addPod('session-taskmanager-1-1');
  log.write(1, 'number 1');
  const { sees, out, notes } = await cluster.start('logs -f --merge');
  await sees('number 1');
  const before = cluster.requests().length;
  const realNow = Date.now;
  mock.method(Date, 'now', () => realNow() + 3_600_000);
  try {
    await waitForRequests(cluster, before + 1);
  } finally {
    mock.restoreAll();
  }
  log.write(2, 'number 2');
  await sees('number 2');
  assert.deepEqual(numbers(out()), [1, 2]);
  assert.deepEqual(notes(), []);
});

for (const line of ['logs -f', 'logs 1-1 1-2 -f']) {
  test(`rejects if access to every log is denied: ${line}`, async (context) => {
    const cluster = await startLogCluster(context);
    for (const name of ['session-taskmanager-1-1', 'session-taskmanager-1-2']) {
      cluster.addPod(name);
      cluster.deny(name);
    }
    const { end, notes } = await cluster.start(line);
    await assert.rejects(end, (error) => {
      assert.equal(exitCodeOf(error), 4);
      assert.match(describeError(error).hints.join(), /resources: \["pods\/log"\], verbs: \["get"\]/);
      return true;
    });
    assert.deepEqual(notes(), []);
  });
}

test('reports the reason for an unavailable log', async (context) => {
  const cluster = await startLogCluster(context);
  cluster.addPod('session-taskmanager-1-1').write(1, 'number 1');
  cluster.addPod('session-taskmanager-1-2', { waitsFor: 'ImagePullBackOff' });
  cluster.addPod('session-taskmanager-1-3');
  cluster.deny('session-taskmanager-1-3');
  const { sees, out, notes } = await cluster.start('logs -f');
  await sees('number 1');
  await sees('session-taskmanager-1-2: no log available: the container has not started yet: ImagePullBackOff');
  await sees('session-taskmanager-1-3: no log available: not allowed to get pods/log');
  assert.deepEqual(numbers(out()), [1]);
  assert.equal(notes().length, 2, notes().join('\n'));
});

/** Returns the current time in seconds after 02:00 UTC, as in these logs. */
const currentSecond = () => (Date.now() - Date.UTC(2026, 10, 24, 2)) / 1000;

for (const options of ['--tail 0', '--since 1s']) {
  test(`${options}: a restart does not print existing lines`, async (context) => {
    const cluster = await startLogCluster(context);
    const before = cluster.addPod('session-taskmanager-1-1');
    for (const number of upTo(20)) before.write(currentSecond() - 100 + number, `number ${number}`);
    const { sees, out } = await cluster.start(`logs 1-1 -f ${options}`);
    await waitForRequests(cluster, 1);
    cluster.restart('session-taskmanager-1-1').write(currentSecond(), 'number 21');
    await sees('number 21');
    assert.deepEqual(numbers(out()), [21]);
  });
}
