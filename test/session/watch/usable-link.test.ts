import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlinkError } from '../../../src/flink/error.ts';
import type { Link } from '../../../src/session/snapshot.ts';
import { usableLink } from '../../../src/session/watch/usable-link.ts';

const live: Link = { state: 'live', since: 5, latencyMs: 1 };
const stale: Link = { state: 'stale', since: 5, reason: 'cut', nextTryAt: undefined };
const failure = new FlinkError('unexpected-answer', "it is not Flink's");

test('a link whose overview cannot be read is not live, and says why', () => {
  assert.deepEqual(usableLink(live, failure), { ...stale, reason: "it is not Flink's" });
});

test('another reason stays, and a good overview changes nothing', () => {
  assert.equal(usableLink(stale, failure), stale);
  assert.equal(usableLink(live, undefined), live);
});
