import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { mock, test } from 'node:test';
import { connectSession } from '../../../src/session/attach/connect.ts';
import { detectSleep } from '../../../src/session/attach/detect-sleep.ts';
import { eventually } from '../../support/eventually.ts';
import { withAttached, withCluster } from '../attached.ts';
import { httpRequest } from '../forwards/http-request.ts';

test('detects a forward clock jump as sleep, and ignores late ticks and backward clock changes', () => {
  mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1_000_000 });
  const realDate = Date.now;
  let ahead = 0;
  mock.method(Date, 'now', () => realDate() + ahead);
  let woken = 0;
  const sleep = detectSleep(() => {
    woken += 1;
  });
  try {
    const tick = (jumpMs: number) => {
      ahead += jumpMs;
      mock.timers.tick(2000);
      return woken;
    };
    assert.deepEqual([tick(0), tick(5000), tick(-60_000), tick(0)], [0, 0, 0, 0]);
    assert.deepEqual([tick(3_600_000), tick(0)], [1, 1]);
    sleep.stop();
    assert.equal(tick(3_600_000), 1);
  } finally {
    mock.restoreAll();
    mock.timers.reset();
  }
});

test('reopens all watches, logs and REST connections after sleep without showing stale data', async () => {
  await withAttached({}, async ({ demo, session, until, now }) => {
    const snapshot = await until(
      'live connections',
      ({ pods, jobs, watches }) =>
        pods !== undefined && jobs !== undefined && Object.values(watches).every(({ state }) => state === 'live'),
    );
    const uid = snapshot.pods?.find(({ status }) => status === 'leader')?.uid ?? '';
    session.followLogs([uid]);
    const opened = (pattern: RegExp) => demo.requests().filter(({ path }) => pattern.test(path)).length;
    const streams = [/[?&]watch=true/, /\/log\?/, /\/portforward\?/];
    await eventually('an open log stream', () => opened(/\/log\?/) > 0);
    const before = streams.map(opened);

    const realNow = Date.now;
    mock.method(Date, 'now', () => realNow() + 3_600_000);
    try {
      const areReopened = () => streams.every((pattern, index) => opened(pattern) > (before[index] ?? 0));
      const areWatchesReopened = () => opened(/[?&]watch=true/) >= (before[0] ?? 0) + 5;
      await eventually('all streams to be reopened', () => areReopened() && areWatchesReopened());
      assert.deepEqual(
        Object.values(now().watches).map(({ state }) => state),
        ['live', 'live', 'live', 'live', 'live'],
      );
    } finally {
      mock.restoreAll();
    }
  });
});

test('drops the connections of a forward after sleep and accepts new ones', async () => {
  await withCluster({}, 'admin', async ({ demo, kubernetes }) => {
    const target = { clusterId: demo.clusterId, namespace: demo.namespace };
    const timeout = AbortSignal.timeout(20_000);
    const connection = await connectSession(kubernetes, target, timeout);
    const realNow = Date.now;
    try {
      const webUi = { target: { kind: 'web-ui' }, address: '127.0.0.1', localPort: 0, tryNextPorts: false } as const;
      const { localPort, url } = await connection.forwards.start(webUi);
      const browser = connect(localPort, '127.0.0.1', () =>
        browser.write('GET /config HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      );
      await once(browser, 'data', { signal: timeout });
      const cut = once(browser, 'error', { signal: timeout });
      mock.method(Date, 'now', () => realNow() + 3_600_000);
      assert.match(String(await cut), /ECONNRESET/);
      mock.restoreAll();
      assert.equal((await httpRequest(`${url}/config`)).status, 200);
    } finally {
      mock.restoreAll();
      await connection.close();
    }
  });
});
