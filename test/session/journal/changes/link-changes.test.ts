import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkChanges } from '../../../../src/session/journal/changes/link-changes.ts';
import type { LinkEntry } from '../../../../src/session/journal/entry.ts';
import type { Link } from '../../../../src/session/snapshot.ts';
import { found, now, seen } from './change-fixtures.ts';

const live: Link = { state: 'live', since: now, latencyMs: 4 };
const stale: Link = { state: 'stale', since: now, reason: 'no response for 15 s', nextTryAt: undefined };
const links = (kubernetes: Link, rest: Link) => ({ links: { kubernetes, rest } });
const lost: LinkEntry = {
  kind: 'link',
  ...seen,
  server: 'kubernetes',
  isUp: false,
  reason: 'no response for 15 s',
};

test('a lost connection is found with its reason', () => {
  assert.deepEqual(found(linkChanges, { snapshot: links(stale, live) }), [lost]);
});

test('both connections can be lost at once', () => {
  const denied: Link = { ...stale, state: 'denied', reason: 'forbidden' };
  assert.deepEqual(found(linkChanges, { snapshot: links(stale, denied) }), [
    lost,
    { ...lost, server: 'rest', reason: 'forbidden' },
  ]);
});

test('a connection that is back is found once', () => {
  const back: LinkEntry = { kind: 'link', ...seen, server: 'kubernetes', isUp: true };
  assert.deepEqual(found(linkChanges, { known: [lost], snapshot: links(live, live) }), [back]);
  assert.deepEqual(found(linkChanges, { known: [lost, back], snapshot: links(live, live) }), []);
});

test('a connection that is being opened or slow is not a change', () => {
  const connecting: Link = { state: 'connecting', since: now };
  assert.deepEqual(found(linkChanges, { snapshot: links(connecting, { ...live, state: 'slow' }) }), []);
  assert.deepEqual(found(linkChanges, { known: [lost], snapshot: links(connecting, connecting) }), []);
});
