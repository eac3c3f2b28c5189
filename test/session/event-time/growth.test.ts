import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catchUpOf, growthOf } from '../../../src/session/event-time/growth.ts';

/** A point every ten seconds. */
const points = (count: number, valueAt: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => ({ at: 1_000_000 + index * 10_000, value: valueAt(index) }));
const growth = (perSecond: number) => ({ perSecond, overMs: 60_000, count: 7 });

test('the growth is within a tenth of the truth although the samples are noisy', () => {
  const noisy = growthOf(points(18, (index) => index * 5000 + (index % 3) * 900));
  assert.ok(Math.abs((noisy?.perSecond ?? 0) - 500) < 50, `${noisy?.perSecond}`);
  assert.equal(noisy?.overMs, 170_000);
});

test('only the last ten minutes count, and one sample has no growth', () => {
  const turned = growthOf(points(121, (index) => (index < 60 ? index * 1000 : 60_000 - (index - 60) * 100)));
  assert.ok(Math.abs((turned?.perSecond ?? 0) + 10) < 1, `${turned?.perSecond}`);
  assert.equal(growthOf(points(1, () => 5)), undefined);
  assert.equal(growthOf([]), undefined);
});

test('a backlog that shrinks is worked off in a time, one that grows never, and a ripple is steady', () => {
  assert.deepEqual(catchUpOf(6000, growth(-100)), { kind: 'in', seconds: 60 });
  assert.deepEqual(catchUpOf(6000, growth(100)), { kind: 'never' });
  assert.deepEqual(catchUpOf(1_000_000, growth(12)), { kind: 'steady' });
  assert.deepEqual(catchUpOf(0, growth(0)), { kind: 'steady' });
});
