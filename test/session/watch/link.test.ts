import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../../src/flink/error.ts';
import type { Link } from '../../../src/session/snapshot.ts';
import { steadyLink, usableLink } from '../../../src/session/watch/link.ts';

const live = (latencyMs: number): Link => ({ state: 'live', since: 0, latencyMs, via: 'forward' });
const stale: Link = { state: 'stale', since: 5, reason: 'connection refused', nextTryAt: undefined };
const failure = new FlinkError('unexpected-response', "it is not Flink's");

test('keeps the latency of a link while it varies little', () => {
  assert.deepEqual(steadyLink(live(4), live(19)), live(4));
  assert.deepEqual(steadyLink(live(100), live(180)), live(100));
  assert.deepEqual(steadyLink(live(4), live(45)), live(45));
  assert.deepEqual(steadyLink(live(30), live(5)), live(5));
});

test('uses the current link for everything except the latency', () => {
  assert.equal(steadyLink(live(4), stale), stale);
  assert.deepEqual(steadyLink(stale, live(9)), live(9));
  assert.deepEqual(steadyLink(live(4), { ...live(6), since: 7 } as Link), { ...live(4), since: 7 });
});

test('marks a live link as stale if the overview cannot be read', () => {
  const current: Link = { state: 'live', since: 5, latencyMs: 1 };
  assert.deepEqual(usableLink(current, failure), { ...stale, reason: "it is not Flink's" });
});

test('keeps a stale link with its reason, and a live link without a failure', () => {
  const current: Link = { state: 'live', since: 5, latencyMs: 1 };
  assert.equal(usableLink(stale, failure), stale);
  assert.equal(usableLink(current, undefined), current);
});
