import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesApi, PodLogOptions } from '../../../src/kubernetes/api.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { sumTalkers } from '../../../src/logs/talkers/talkers.ts';
import { sampleFloods } from '../../../src/session/talkers/sample-floods.ts';
import { sampleLog } from '../../../src/session/talkers/sample-log.ts';

const now = Date.UTC(2026, 10, 28, 12);
const origin = { pod: 'tm-1', container: 'flink-main-container' };
const { signal } = new AbortController();

/** So many lines per second, from `beginsAgo` to `endsAgo` seconds ago. */
type Part = { readonly perSecond: number; readonly beginsAgo: number; readonly endsAgo?: number };

/** A kubelet's log with these parts, one after the other. */
function kubeletWith(...parts: readonly Part[]) {
  const requests: PodLogOptions[] = [];
  const lines = parts.flatMap(({ perSecond, beginsAgo, endsAgo = 0 }) =>
    Array.from({ length: (beginsAgo - endsAgo) * perSecond }, (_, index) => {
      const at = now - beginsAgo * 1000 + (index * 1000) / perSecond;
      const time = new Date(at).toISOString().replace('Z', '000000Z');
      return { at, text: `${time} 2026-11-28 12:00:00,000 INFO  a.Busy [] - hello ${index}\n` };
    }),
  );
  const podLog: KubernetesApi['podLog'] = async (options) => {
    requests.push(options);
    const { sinceSeconds = Number.POSITIVE_INFINITY, tailLines, limitBytes } = options;
    const since = lines.filter(({ at }) => at >= now - sinceSeconds * 1000);
    const text = (tailLines === undefined ? since : since.slice(-tailLines)).map((line) => line.text).join('');
    return (async function* () {
      yield Buffer.from(text).subarray(0, limitBytes);
    })();
  };
  return { kubernetes: { podLog, serverTime: () => now }, requests };
}

async function rateOf(log: Part, sinceMs = 60_000, maxBytes = 10_000_000) {
  const { kubernetes, requests } = kubeletWith(log);
  const sample = await sampleLog({ kubernetes, namespace: 'flink', origin }, { sinceMs, maxBytes }, signal);
  const sum = sumTalkers();
  for (const counted of sample.counted) sum.add(counted);
  return { ...sample, rate: sum.talkers().lines, requests };
}

test('the lines of the requested time are counted', async () => {
  const { rate, overMs, cut, requests } = await rateOf({ perSecond: 20, beginsAgo: 300 });
  assert.deepEqual([rate, overMs, cut, requests.length], [20, 60_000, undefined, 1]);
});

test('a silent log has the rate of the whole time', async () => {
  const { rate, overMs, cut } = await rateOf({ perSecond: 1, beginsAgo: 300, endsAgo: 50 });
  assert.deepEqual([Math.round(rate * 60), overMs, cut], [10, 60_000, undefined]);
});

test('a log that was rotated within the time has the rate since its newest file began', async () => {
  const { rate, overMs, cut } = await rateOf({ perSecond: 500, beginsAgo: 5 });
  assert.deepEqual([Math.round(rate), overMs, cut], [500, 5000, 'start']);
});

test('a log that exceeds the size limit has the rate of the read part', async () => {
  const { rate, overMs, cut } = await rateOf({ perSecond: 2000, beginsAgo: 100 }, 60_000, 200_000);
  assert.equal(cut, 'size');
  assert.ok(overMs < 2000 && Math.abs(rate - 2000) < 100, `${rate} lines/s in ${overMs} ms`);
});

const floodsOf = async (parts: readonly Part[], pods = 1) => {
  const { kubernetes, requests } = kubeletWith(...parts);
  const origins = Array.from({ length: pods }, (_, index) => ({ ...origin, pod: `tm-${index + 1}` }));
  return { ...(await sampleFloods(kubernetes, 'flink', origins, signal)), requests };
};

test('samples find a flood, but no burst, and not one that is over', async () => {
  const { logFloods } = await floodsOf([{ perSecond: 3000, beginsAgo: 100 }]);
  const [flood] = logFloods.state === 'counted' ? logFloods.floods : [];
  assert.deepEqual([flood?.logger, flood?.lines, flood?.raise?.level], ['a.Busy', 3000, 'WARN']);
  assert.match(flood?.measured ?? '', /^measured in .* of its log$/);
  // The kubelet has rotated the log, as it does every few seconds in a flood, so that the newest file begins later.
  const rotated = (await floodsOf([{ perSecond: 6000, beginsAgo: 7 }])).logFloods;
  assert.equal(rotated.state === 'counted' && Math.round((rotated.floods[0]?.lines ?? 0) / 100), 60);
  const none = { state: 'counted', floods: [] };
  assert.deepEqual((await floodsOf([{ perSecond: 3000, beginsAgo: 100, endsAgo: 20 }])).logFloods, none, 'it is over');
  const burst = [
    { perSecond: 1, beginsAgo: 100, endsAgo: 8 },
    { perSecond: 3000, beginsAgo: 8 },
  ];
  assert.deepEqual((await floodsOf(burst)).logFloods, none, 'a burst of some seconds');
  assert.deepEqual((await floodsOf([{ perSecond: 20, beginsAgo: 100 }])).logFloods, none);
});

test('at most ten logs are sampled, each with a size limit', async () => {
  const { skipped, requests } = await floodsOf([{ perSecond: 1, beginsAgo: 100 }], 25);
  assert.equal(skipped, 15);
  assert.equal(requests.length, 10);
  assert.ok(requests.every(({ limitBytes, follow }) => limitBytes === 512 * 1024 && follow === undefined));
});

test('logs that may not be read are unknown, with the reason', async () => {
  const podLog: KubernetesApi['podLog'] = async () => {
    throw new KubernetesError('forbidden', 'not allowed to get pods/log', {});
  };
  const { logFloods } = await sampleFloods({ podLog, serverTime: () => now }, 'flink', [origin], signal);
  assert.deepEqual(logFloods, { state: 'unknown', reason: 'not allowed to get pods/log' });
});
