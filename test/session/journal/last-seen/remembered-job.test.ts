import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobEntry, JournalEntry, LastSeenEntry } from '../../../../src/session/journal/entry.ts';
import { lastLoadText } from '../../../../src/session/journal/last-seen/last-seen-text.ts';
import { rememberedJobs } from '../../../../src/session/journal/last-seen/remembered-job.ts';
import { seenVertices } from '../../../../src/session/journal/last-seen/seen-vertices.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const state = (word: JobEntry['state'], at: number): JobEntry => ({
  ...{ kind: 'job', at: now + at, job: 'a1', jobName: 'orders', state: word },
});
const seen = (part: Partial<LastSeenEntry> = {}): LastSeenEntry => ({
  ...{ kind: 'last-seen', at: now, job: 'a1', jobName: 'orders', state: 'FAILED', startedAt: now - 60_000 },
  ...part,
});
const jobOf = (...entries: readonly JournalEntry[]) => rememberedJobs(entries).get('a1');

test('a job has its start, its end and what was last seen of it', () => {
  const job = jobOf(state('INITIALIZING', -60_000), state('RUNNING', -50_000), state('FAILED', 0), seen());
  assert.deepEqual(job, {
    ...{ id: 'a1', name: 'orders', state: 'FAILED', startedAt: now - 60_000, endedAt: now, lastSeen: seen() },
  });
});

test('a job that runs, or that was recovered after it was lost, has not ended', () => {
  assert.equal(jobOf(state('RUNNING', 0))?.endedAt, undefined);
  const lost = seen({ state: 'LOST' });
  assert.equal(jobOf(state('LOST', 0), lost)?.endedAt, now);
  const recovered = jobOf(state('LOST', 0), lost, state('RUNNING', 5000));
  assert.deepEqual([recovered?.state, recovered?.endedAt, recovered?.lastSeen], ['RUNNING', undefined, undefined]);
});

test('a state that was seen late does not revive an ended job', () => {
  const job = jobOf(state('FINISHED', 0), state('RUNNING', 1000));
  assert.deepEqual([job?.state, job?.endedAt, job?.startedAt], ['FINISHED', now, undefined]);
});

test('the last load says its time, or why it is unknown', () => {
  assert.equal(
    lastLoadText(seen({ measuredAt: now - 191_000 }), now),
    'as last seen at 11:56:49, 3m11s before the end',
  );
  const lost = seen({ state: 'LOST', measuredAt: now - 5000 });
  assert.equal(lastLoadText(lost, now), 'as last seen at 11:59:55, 5s before the job was lost');
  assert.equal(lastLoadText(seen(), now), 'not measured before the end');
  assert.equal(lastLoadText(undefined, now), 'unknown: nobody watched the end of this job');
});

test('columns of different lengths, as of a damaged entry, are unknown values', () => {
  const entry = seen({ names: ['a', 'b'], parallelisms: [2], busy: [50], backPressured: [1, 2], idle: [49] });
  assert.deepEqual(
    seenVertices(entry).map(({ name, parallelism, inputs, load }) => [name, parallelism, inputs, load?.busy]),
    [
      ['a', 2, [], 0.5],
      ['b', 0, [], undefined],
    ],
  );
});
