import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeEntry } from '../../../../src/session/journal/describe-entry.ts';
import type { JournalEntry } from '../../../../src/session/journal/entry.ts';
import { findBursts } from '../../../../src/session/journal/timeline/bursts.ts';

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
