import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckpointEntry, FailureEntry, JobEntry, JournalEntry } from '../../../../src/session/journal/entry.ts';
import { describeItem } from '../../../../src/session/journal/timeline/describe-item.ts';
import { type Gap, gapsOf } from '../../../../src/session/journal/timeline/gaps.ts';
import { type EntryItem, entriesOf } from '../../../../src/session/journal/timeline/timeline-item.ts';
import { timelineItems } from '../../../../src/session/journal/timeline/timeline-items.ts';

const orders = { job: 'a1', jobName: 'orders' } as const;
const clicks = { job: 'b1', jobName: 'clicks' } as const;

/** Times are in seconds. */
const state = (at: number, name: JobEntry['state'], job: typeof orders | typeof clicks = orders): JobEntry => ({
  kind: 'job',
  at: at * 1000,
  ...job,
  state: name,
});
const failure = (at: number, message = 'disk full', job: typeof orders | typeof clicks = orders): FailureEntry => ({
  kind: 'failure',
  at: at * 1000,
  ...job,
  exception: 'IOException',
  message,
});
const checkpoint = (at: number, durationMs = 400, part: Partial<CheckpointEntry> = {}): CheckpointEntry => ({
  kind: 'checkpoint',
  at: at * 1000,
  ...orders,
  id: at,
  outcome: 'completed',
  durationMs,
  bytes: 2048,
  ...part,
});
const pod = (at: number, name: string, phase: 'created' | 'deleted' = 'created'): JournalEntry => ({
  kind: 'pod',
  at: at * 1000,
  pod: name,
  uid: `uid-${name}`,
  role: 'taskmanager',
  phase,
});
/** A restart of orders, which takes 2 s. */
const restart = (at: number, message?: string) => [
  failure(at, message),
  state(at, 'RESTARTING'),
  state(at + 2, 'RUNNING'),
];

function itemText(item: EntryItem): string {
  const { subject, text, count } = describeItem(item);
  return `${subject}: ${text}${count === 1 ? '' : ` (${count} times)`}`;
}

const shown = (entries: readonly JournalEntry[], gaps: readonly Gap[] = []) =>
  timelineItems(entries, gaps).map((item) => {
    if (item.kind === 'gap') return `gap ${item.from / 1000}-${item.until === undefined ? '' : item.until / 1000}`;
    return `${entriesOf(item)
      .map(({ at }) => at / 1000)
      .join(',')} ${itemText(item)}`;
  });

test('restarts that Flink did not list belong to the restarts around them', () => {
  const unlisted: JournalEntry = { kind: 'restarts', at: 19_000, ...orders, from: 10_000, count: 7 };
  assert.deepEqual(shown([...restart(10), unlisted, ...restart(20)]), [
    '22,20,12,10 orders: restarted',
    '20,10 orders: failed: IOException: disk full (2 times)',
    '19 orders: about 7 more restarts between 00:00:10 and 00:00:19, no longer listed by Flink',
  ]);
});

test('the restarts of a job are rows for its states, each failure and its checkpoints', () => {
  const entries = [
    state(1, 'RUNNING'),
    checkpoint(5, 100),
    ...restart(10),
    checkpoint(15, 2000),
    checkpoint(18),
    ...restart(20),
    ...restart(30, 'host down'),
  ];
  assert.deepEqual(shown(entries), [
    '32,30,22,20,12,10,1 orders: restarted',
    '30 orders: failed: IOException: host down',
    '20,10 orders: failed: IOException: disk full (2 times)',
    '18,15,5 orders: 3 checkpoints completed in 0.1 s to 2 s, 2.0 KiB',
  ]);
});

test('failures of a job are one row if their messages differ only in numbers', () => {
  assert.deepEqual(
    shown([
      ...restart(0, 'offset 17'),
      ...restart(10, 'offset 18'),
      failure(20, 'offset 204'),
      state(20, 'RESTARTING'),
    ]),
    ['20,12,10,2,0 orders: restarted, now RESTARTING', '20,10,0 orders: failed: IOException: offset 204 (3 times)'],
  );
});

test('two bursts of restarts with more than ten minutes between them are not one', () => {
  assert.deepEqual(shown([...restart(0), ...restart(603), ...restart(1200)]), [
    '1202,1200,605,603 orders: restarted',
    '1200,603 orders: failed: IOException: disk full (2 times)',
    '2,0 orders: restarted',
    '0 orders: failed: IOException: disk full',
  ]);
});

test('the end of a job is a row of its own, and another job ends a burst', () => {
  assert.deepEqual(shown([...restart(0), failure(5, 'x', clicks), ...restart(10), state(20, 'FAILED')]), [
    '20 orders: FAILED',
    '12,10 orders: restarted',
    '10 orders: failed: IOException: disk full',
    '5 clicks: failed: IOException: x',
    '2,0 orders: restarted',
    '0 orders: failed: IOException: disk full',
  ]);
});

test('routine entries between two other entries are rows for each job', () => {
  const entries = [
    pod(1, 'tm-1', 'deleted'),
    checkpoint(2),
    checkpoint(3, 400, clicks),
    pod(4, 'tm-2'),
    checkpoint(5),
    pod(6, 'tm-3'),
    checkpoint(7, 400, clicks),
    pod(8, 'tm-2', 'deleted'),
    checkpoint(9),
    checkpoint(10, 900, { outcome: 'failed', message: 'no space' }),
    checkpoint(11, 700, { isSavepoint: true, path: 's3://savepoint' }),
  ];
  assert.deepEqual(shown(entries), [
    '11 orders: savepoint 11 completed in 0.7 s, 2.0 KiB: s3://savepoint',
    '10 orders: checkpoint 10 failed after 0.9 s: no space',
    '9 orders: checkpoint 9 completed in 0.4 s, 2.0 KiB',
    '8 tm-2: deleted',
    '7,3 clicks: 2 checkpoints completed in 0.4 s, 2.0 KiB',
    '6,4 2 pods: pods created',
    '5,2 orders: 2 checkpoints completed in 0.4 s, 2.0 KiB',
    '1 tm-1: deleted',
  ]);
});

test('other entries are one row only if they are equal', () => {
  const warning = (at: number, message: string): JournalEntry => ({
    kind: 'warning',
    at: at * 1000,
    uid: `${at}`,
    object: 'Pod/tm-1',
    reason: 'BackOff',
    message,
    count: 1,
  });
  assert.deepEqual(shown([warning(1, 'image'), warning(2, 'image'), warning(3, 'crash'), warning(4, 'image')]), [
    '4 tm-1: BackOff: image',
    '3 tm-1: BackOff: crash',
    '2,1 tm-1: BackOff: image (2 times)',
  ]);
});

test('gaps are between the watched times, and since nobody watches', () => {
  const watched = [
    { from: 10_000, until: 20_000 },
    { from: 50_000, until: 60_000 },
  ];
  assert.deepEqual(gapsOf(watched, 61_000), [{ from: 20_000, until: 50_000 }]);
  assert.deepEqual(gapsOf(watched, 70_000), [
    { from: 20_000, until: 50_000 },
    { from: 60_000, until: undefined },
  ]);
  assert.deepEqual(gapsOf([], 70_000), []);
});

test('a gap ends a burst, and entries that were filled in are above its start', () => {
  const gaps = [
    { from: 6000, until: 9000 },
    { from: 15_000, until: undefined },
  ];
  assert.deepEqual(shown([...restart(1), failure(7), ...restart(10)], gaps), [
    'gap 15-',
    '12,10 orders: restarted',
    '10,7 orders: failed: IOException: disk full (2 times)',
    'gap 6-9',
    '3,1 orders: restarted',
    '1 orders: failed: IOException: disk full',
  ]);
  assert.deepEqual(shown([failure(20)], gaps), ['20 orders: failed: IOException: disk full', 'gap 15-', 'gap 6-9']);
  assert.deepEqual(shown([], gaps), ['gap 15-', 'gap 6-9']);
  assert.deepEqual(shown([]), []);
});
