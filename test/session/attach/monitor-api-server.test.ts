import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { monitorApiServer } from '../../../src/session/attach/monitor-api-server.ts';

type Ping = () => Promise<{ latencyMs: number; gitVersion: string }>;
const good: Ping = async () => ({ latencyMs: 7, gitVersion: 'v1.34.0' });
const bad =
  (kind: ConstructorParameters<typeof KubernetesError>[0]): Ping =>
  async () => {
    throw new KubernetesError(kind, `error ${kind}`);
  };

/** Runs a monitor with a mocked clock and a server with scripted ping results. */
async function withMonitor(
  first: Ping,
  use: (fixture: {
    readonly monitor: ReturnType<typeof monitorApiServer>;
    readonly pings: () => number;
    readonly respondWith: (ping: Ping) => void;
    readonly outagesOver: () => number;
    readonly pass: (ms: number) => Promise<void>;
  }) => Promise<void>,
) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let ping = first;
  let pings = 0;
  let outagesOver = 0;
  const started = monitorApiServer(
    {
      ping: () => {
        pings += 1;
        return ping();
      },
    },
    {
      changed: () => {},
      answered: ({ afterOutage }) => {
        outagesOver += afterOutage ? 1 : 0;
      },
    },
  );
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      mock.timers.tick(100);
      await nextTick();
    }
  };
  try {
    await nextTick();
    await use({
      monitor: started,
      pings: () => pings,
      respondWith: (next) => {
        ping = next;
      },
      outagesOver: () => outagesOver,
      pass,
    });
  } finally {
    started.stop();
    mock.timers.reset();
  }
}

test('pings the server every 5 s without activity and every 30 s with activity', async () => {
  await withMonitor(good, async ({ monitor, pings, pass }) => {
    assert.deepEqual(monitor.link(), { state: 'live', since: 0, latencyMs: 7 });
    await pass(20_000);
    assert.equal(pings(), 5);
    for (let second = 0; second < 60; second += 1) {
      monitor.noteActivity();
      await pass(1000);
    }
    assert.ok(pings() <= 8, `${pings()} pings`);
  });
});

test('marks an unresponsive server as stale since its last activity and backs off to 4 s', async () => {
  await withMonitor(good, async ({ monitor, pings, respondWith, pass, outagesOver }) => {
    await pass(3000);
    monitor.noteActivity();
    respondWith(bad('timeout'));
    await pass(5100);
    const link = monitor.link();
    assert.ok(link.state === 'stale');
    assert.deepEqual([link.since, link.reason], [3000, 'error timeout']);
    const untilNextTry = () => {
      const now = monitor.link();
      return now.state === 'stale' && now.nextTryAt !== undefined ? now.nextTryAt - Date.now() : Number.NaN;
    };
    await pass(20_000);
    const before = pings();
    await pass(20_000);
    assert.ok(pings() - before >= 5 && pings() - before <= 10, `${pings() - before} pings in 20 s`);
    assert.ok(untilNextTry() > 0 && untilNextTry() <= 4000, `next retry in ${untilNextTry()} ms`);
    assert.equal(outagesOver(), 0);
    respondWith(good);
    await pass(4000);
    assert.equal(monitor.link().state, 'live');
    assert.equal(outagesOver(), 1);
  });
});

test('reports rejected credentials as denied, not as an outage', async () => {
  await withMonitor(bad('unauthorized'), async ({ monitor, respondWith, pass }) => {
    const link = monitor.link();
    assert.ok(link.state === 'denied' && link.nextTryAt !== undefined && link.nextTryAt > Date.now());
    respondWith(good);
    await pass(2000);
    assert.equal(monitor.link().state, 'live');
  });
});

test('marks the link as slow after two slow responses and pings more often', async () => {
  const slow: Ping = async () => ({ latencyMs: 1400, gitVersion: 'v1.34.0' });
  await withMonitor(good, async ({ monitor, respondWith, pass }) => {
    respondWith(slow);
    await pass(5100);
    assert.equal(monitor.link().state, 'live');
    for (let second = 0; second < 6; second += 1) {
      monitor.noteActivity();
      await pass(1000);
    }
    const link = monitor.link();
    assert.ok(link.state === 'slow' && link.latencyMs === 1400, link.state);
    respondWith(good);
    monitor.check();
    await pass(100);
    assert.equal(monitor.link().state, 'live');
  });
});

test('counts a denied version request as a response', async () => {
  await withMonitor(bad('forbidden'), async ({ monitor }) => assert.equal(monitor.link().state, 'live'));
});

test('pings immediately on activity after an outage', async () => {
  await withMonitor(bad('unreachable'), async ({ monitor, respondWith }) => {
    respondWith(good);
    monitor.noteActivity();
    await nextTick();
    assert.equal(monitor.link().state, 'live');
  });
});
