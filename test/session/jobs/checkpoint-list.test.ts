import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckpointAttempt, Checkpoints } from '../../../src/flink/responses.ts';
import { failuresInRow, listCheckpoints, statusOf, withGaps } from '../../../src/session/jobs/checkpoint-list.ts';
import type { CheckpointEntry, JournalEntry } from '../../../src/session/journal/entry.ts';

const job = 'a'.repeat(32);
const attempt = (id: number, part: Partial<CheckpointAttempt> = {}): CheckpointAttempt => ({
  id,
  status: 'completed',
  triggeredAt: id * 1000,
  endedAt: id * 1000 + 100,
  durationMs: 100,
  bytes: 1000,
  writtenBytes: 10,
  isSavepoint: false,
  path: undefined,
  message: undefined,
  ...part,
});
const entry = (id: number, part: Partial<CheckpointEntry> = {}): JournalEntry => ({
  kind: 'checkpoint',
  at: id * 1000 + 100,
  job,
  jobName: 'orders',
  id,
  outcome: 'completed',
  durationMs: 100,
  bytes: 1000,
  ...part,
});
const statistics = (history: readonly CheckpointAttempt[], completed = history.length): Checkpoints => ({
  enabled: true,
  completed,
  failed: 0,
  inProgress: 0,
  restored: 0,
  latestCompleted: undefined,
  latestSavepoint: undefined,
  latestFailed: undefined,
  latestRestored: undefined,
  history,
});

test("Flink's checkpoints and older ones of the journal are one list, newest first, each once", () => {
  const entries = [
    entry(1),
    entry(2, { outcome: 'expired', message: 'Checkpoint expired before completing.' }),
    entry(3, { outcome: 'late' }),
    entry(3),
    entry(4, { job: 'another' }),
  ];
  const listed = listCheckpoints(job, statistics([attempt(3), attempt(4)]), entries);
  assert.deepEqual(
    listed.map(({ id, isKept, writtenBytes }) => [id, isKept, writtenBytes]),
    [
      [4, true, 10],
      [3, true, 10],
      [2, false, undefined],
      [1, false, undefined],
    ],
  );
  const [, , expired] = listed;
  assert.deepEqual([expired?.triggeredAt, expired?.endedAt, expired && statusOf(expired)], [2000, 2100, 'expired']);
});

test("times in the journal are by Flink's clock, as Flink's own", () => {
  const [listed] = listCheckpoints(job, undefined, [entry(1, { at: 50, flinkAt: 1100 })]);
  assert.deepEqual([listed?.triggeredAt, listed?.endedAt], [1000, 1100]);
});

test('a checkpoint that nobody recorded is a gap, and Flink counts those before the first one', () => {
  const known = listCheckpoints(job, statistics([attempt(9)]), [entry(5)]);
  assert.deepEqual(
    withGaps(known, statistics([attempt(9)], 20)).map((item) => (item.kind === 'checkpoint' ? item.id : item)),
    [9, { kind: 'gap', from: 6, to: 8 }, 5, { kind: 'unlisted', count: 15 }],
  );
  const complete = listCheckpoints(job, statistics([attempt(2)]), [entry(1)]);
  assert.deepEqual(withGaps(complete, statistics([attempt(2)], 2)).length, 2);
});

test('failures in a row do not count savepoints and checkpoints that a restart aborts', () => {
  const failed = { status: 'failed', message: 'Checkpoint expired before completing.' } as const;
  const aborted = { status: 'failed', message: 'Checkpoint Coordinator is suspending.' } as const;
  const history = [
    attempt(1, failed),
    attempt(2),
    attempt(3, failed),
    attempt(4, aborted),
    attempt(5, { isSavepoint: true }),
    attempt(6, failed),
    attempt(7, { status: 'in-progress' }),
  ];
  const listed = listCheckpoints(job, statistics(history), []);
  assert.deepEqual(
    failuresInRow(listed).map(({ id }) => id),
    [6, 3],
  );
});
