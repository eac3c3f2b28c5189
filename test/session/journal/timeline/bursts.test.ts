import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeEntry } from '../../../../src/session/journal/describe-entry.ts';
import type { JournalEntry } from '../../../../src/session/journal/entry.ts';
import { findBursts } from '../../../../src/session/journal/timeline/bursts.ts';
import { countProblems, countText } from '../../../../src/session/journal/timeline/count-problems.ts';

/** Times are in seconds. */
const failure = (at: number, job = 'orders', part: { readonly isFinal?: true } = {}): JournalEntry => ({
  kind: 'failure',
  at: at * 1000,
  job,
  jobName: job,
  exception: 'IOException',
  message: 'disk full',
  ...part,
});
const lost = (at: number, pod: string): JournalEntry => ({
  kind: 'pod',
  at: at * 1000,
  pod,
  uid: pod,
  role: 'taskmanager',
  phase: 'OOM-killed',
});
const checkpoint = (at: number, outcome: 'failed' | 'completed', message?: string): JournalEntry => ({
  kind: 'checkpoint',
  at: at * 1000,
  job: 'orders',
  jobName: 'orders',
  id: at,
  outcome,
  ...(message !== undefined && { message }),
});
const level = (at: number): JournalEntry => ({ kind: 'level', at: at * 1000, logger: 'root', level: 'DEBUG' });
const start = (at: number, job: string): JournalEntry => ({
  kind: 'job',
  at: at * 1000,
  job,
  jobName: job,
  state: 'INITIALIZING',
});

const bursts = (...entries: readonly JournalEntry[]) =>
  findBursts(entries).map(({ kind, entries: members, before }) => {
    const changes = before.map((entry) => `${describeEntry(entry).subject} ${entry.at / 1000}`);
    return `${kind} ${members.map(({ at }) => at / 1000).join()}: ${changes.join()}`;
  });

test('restarts of one job are a burst until ten minutes pass without a restart', () => {
  assert.deepEqual(bursts(failure(1), failure(500), failure(1200), failure(1700), failure(1900)), [
    'restarts 1,500: ',
    'restarts 1200,1700,1900: ',
  ]);
});

/** Restarts that Flink did not list. */
const unlisted = (from: number, at: number, count?: number, job = 'orders'): JournalEntry => ({
  kind: 'restarts',
  at: at * 1000,
  from: from * 1000,
  job,
  jobName: job,
  ...(count !== undefined && { count }),
});

test('a burst that starts with unlisted restarts counts them, and does not know what changed before', () => {
  const entries = [level(90), unlisted(1, 100, 284), failure(101), failure(110)];
  assert.deepEqual(bursts(...entries), ['restarts 100,101,110: ']);
  assert.deepEqual(bursts(level(90), failure(100), unlisted(100, 110, 9), failure(111)), [
    'restarts 100,110,111: root 90',
  ]);
  assert.deepEqual(bursts(unlisted(1, 100, 9, 'clicks'), failure(101), failure(102)), ['restarts 101,102: clicks 100']);
});

test('unlisted restarts make a count approximate, or the least possible one', () => {
  const textOf = (...entries: readonly JournalEntry[]) => countText(countProblems(entries));
  assert.equal(textOf(failure(1), failure(2)), '2');
  assert.equal(textOf(unlisted(1, 100, 284), failure(101), failure(102)), 'about 286');
  assert.equal(textOf(unlisted(1, 100, 284), failure(101), unlisted(102, 200), failure(201)), 'at least 286');
});

test('a single restart is no burst, but a single failure that ends the job is', () => {
  assert.deepEqual(bursts(failure(1), failure(5, 'clicks', { isFinal: true })), ['restarts 5: orders 1']);
});

test('a burst names what changed in the ten minutes before its first entry, newest first', () => {
  const entries = [level(100), start(300, 'clicks'), lost(640, 'tm-1'), failure(650), level(655), failure(660)];
  assert.deepEqual(bursts(...entries), ['restarts 650,660: tm-1 640,clicks 300,root 100']);
  assert.deepEqual(bursts(level(10), failure(700), failure(710)), ['restarts 700,710: ']);
});

test('the start of the job itself and states found at the start are not changes', () => {
  const found: JournalEntry = { kind: 'leader', at: 3000, pod: 'jm', isSeen: true, isFirst: true };
  assert.deepEqual(bursts(start(1, 'orders'), found, failure(5), failure(6)), ['restarts 5,6: ']);
});

test('pods lost within two minutes, and failed checkpoints, are bursts', () => {
  assert.deepEqual(bursts(lost(1, 'tm-1'), lost(60, 'tm-2'), lost(300, 'tm-3')), ['lost pods 1,60: ']);
  assert.deepEqual(bursts(checkpoint(1, 'failed'), checkpoint(2, 'completed'), checkpoint(3, 'failed')), [
    'failed checkpoints 1,3: ',
  ]);
});

test('checkpoints that a restart aborted are no burst', () => {
  const aborted = 'Checkpoint Coordinator is suspending.';
  assert.deepEqual(bursts(checkpoint(1, 'failed', aborted), checkpoint(2, 'failed', aborted)), []);
});
