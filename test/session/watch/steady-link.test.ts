import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Link } from '../../../src/session/snapshot.ts';
import { steadyLink } from '../../../src/session/watch/steady-link.ts';

const live = (latencyMs: number): Link => ({ state: 'live', since: 0, latencyMs, via: 'forward' });

test('a latency that wavers stays as it was, one that is another is told', () => {
  assert.deepEqual(steadyLink(live(4), live(19)), live(4));
  assert.deepEqual(steadyLink(live(100), live(180)), live(100));
  assert.deepEqual(steadyLink(live(4), live(45)), live(45));
  assert.deepEqual(steadyLink(live(30), live(5)), live(5));
});

test('everything else of a link is as it is now', () => {
  const stale: Link = { state: 'stale', since: 5, reason: 'connection refused', nextTryAt: undefined };
  assert.equal(steadyLink(live(4), stale), stale);
  assert.deepEqual(steadyLink(stale, live(9)), live(9));
  assert.deepEqual(steadyLink(live(4), { ...live(6), since: 7 } as Link), { ...live(4), since: 7 });
});
