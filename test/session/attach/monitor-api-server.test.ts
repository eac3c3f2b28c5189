import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { monitorApiServer } from '../../../src/session/attach/monitor-api-server.ts';

type Ping = () => Promise<{ latencyMs: number; gitVersion: string }>;
const good: Ping = async () => ({ latencyMs: 7, gitVersion: 'v1.34.0' });
const bad =
  (kind: ConstructorParameters<typeof KubernetesError>[0]): Ping =>
  async () => {
    throw new KubernetesError(kind, `it is ${kind}`);
  };

/** A judge on a clock of its own, of a server that answers pings as it is told to. */
async function judge(
  first: Ping,
  use: (parts: {
    readonly judge: ReturnType<typeof monitorApiServer>;
    readonly pings: () => number;
    readonly answer: (ping: Ping) => void;
    readonly outagesOver: () => number;
    readonly pass: (ms: number) => Promise<void>;
  }) => Promise<void>,
) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let ping = first;
  let pings = 0;
  let outagesOver = 0;
  const judging = monitorApiServer(
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
      await nextTurn();
    }
  };
  try {
    await nextTurn();
    await use({
      judge: judging,
      pings: () => pings,
      answer: (next) => {
        ping = next;
      },
      outagesOver: () => outagesOver,
      pass,
    });
  } finally {
    judging.stop();
    mock.timers.reset();
  }
}

test('a quiet server is pinged every five seconds, one that speaks every thirty', async () => {
  await judge(good, async ({ judge, pings, pass }) => {
    assert.deepEqual(judge.link(), { state: 'live', since: 0, latencyMs: 7 });
    await pass(20_000);
    assert.equal(pings(), 5);
    for (let second = 0; second < 60; second += 1) {
      judge.noteActivity();
      await pass(1000);
    }
    assert.ok(pings() <= 8, `${pings()} pings`);
  });
});

test('a server that does not answer is stale since it was last heard, and tried ever less often, down to every four seconds', async () => {
  await judge(good, async ({ judge, pings, answer, pass, outagesOver }) => {
    await pass(3000);
    judge.noteActivity();
    answer(bad('timeout'));
    await pass(5100);
    const link = judge.link();
    assert.ok(link.state === 'stale');
    assert.deepEqual([link.since, link.reason], [3000, 'it is timeout']);
    const untilNextTry = () => {
      const now = judge.link();
      return now.state === 'stale' && now.nextTryAt !== undefined ? now.nextTryAt - Date.now() : Number.NaN;
    };
    await pass(20_000);
    const before = pings();
    await pass(20_000);
    assert.ok(pings() - before >= 5 && pings() - before <= 10, `${pings() - before} pings in 20 s`);
    assert.ok(untilNextTry() > 0 && untilNextTry() <= 4000, `the next try in ${untilNextTry()} ms`);
    assert.equal(outagesOver(), 0);
    answer(good);
    await pass(4000);
    assert.equal(judge.link().state, 'live');
    assert.equal(outagesOver(), 1);
  });
});

test('credentials that are refused are no outage of the server', async () => {
  await judge(bad('unauthorized'), async ({ judge, answer, pass }) => {
    const link = judge.link();
    assert.ok(link.state === 'denied' && link.nextTryAt !== undefined && link.nextTryAt > Date.now());
    answer(good);
    await pass(2000);
    assert.equal(judge.link().state, 'live');
  });
});

test('one slow answer is a hiccup, two are a slow link, which is asked more often than a quick one', async () => {
  const slow: Ping = async () => ({ latencyMs: 1400, gitVersion: 'v1.34.0' });
  await judge(good, async ({ judge, answer, pass }) => {
    answer(slow);
    await pass(5100);
    assert.equal(judge.link().state, 'live');
    for (let second = 0; second < 6; second += 1) {
      judge.noteActivity();
      await pass(1000);
    }
    const link = judge.link();
    assert.ok(link.state === 'slow' && link.latencyMs === 1400, link.state);
    answer(good);
    judge.check();
    await pass(100);
    assert.equal(judge.link().state, 'live');
  });
});

test('a server that keeps its version to itself answers all the same', async () => {
  await judge(bad('forbidden'), async ({ judge }) => assert.equal(judge.link().state, 'live'));
});

test('whatever is heard after an outage is checked at once', async () => {
  await judge(bad('unreachable'), async ({ judge, answer }) => {
    answer(good);
    judge.noteActivity();
    await nextTurn();
    assert.equal(judge.link().state, 'live');
  });
});
