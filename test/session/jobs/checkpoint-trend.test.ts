import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListedCheckpoint } from '../../../src/session/jobs/checkpoint-list.ts';
import { checkpointTrends, trendTexts } from '../../../src/session/jobs/checkpoint-trend.ts';

const now = Date.UTC(2026, 10, 28, 12);
const minuteMs = 60_000;
const mib = 2 ** 20;

/** Completed checkpoints a minute apart, the last one now. Returns them newest first. */
function checkpoints(
  count: number,
  measure: (index: number) => { readonly bytes?: number; readonly durationMs?: number },
): readonly ListedCheckpoint[] {
  return Array.from({ length: count }, (_, index): ListedCheckpoint => {
    const endedAt = now - (count - 1 - index) * minuteMs;
    return {
      ...{ kind: 'checkpoint', isKept: true, id: index + 1, status: 'completed', triggeredAt: endedAt, endedAt },
      ...{ bytes: 50 * mib, durationMs: 1200, writtenBytes: undefined },
      ...{ isSavepoint: false, path: undefined, message: undefined },
      ...measure(index),
    };
  }).toReversed();
}

const textsOf = (listed: readonly ListedCheckpoint[], until = now, hasEnded = false) =>
  trendTexts(
    checkpointTrends(listed, { intervalMs: minuteMs }, undefined, {
      startedAt: now - 60 * minuteMs,
      until,
      hasEnded,
    }),
  );

test('a size that grows evenly is a rate per hour, also if single sizes vary', () => {
  const [size, duration] = textsOf(
    checkpoints(50, (index) => ({ bytes: (100 + index * 0.2 + (index % 2) / 2) * mib })),
  );
  assert.match(size?.text ?? '', /^size \+11 % per hour \(100 MiB to 110 MiB in 49m\)$/);
  assert.equal(size?.level, 'plain');
  assert.equal(duration?.text, 'duration steady at 1.2 s');
});

test('growth by half is a warning, and far more is in bytes', () => {
  const [size] = textsOf(checkpoints(10, (index) => ({ bytes: (10 + index * 20) * mib })));
  assert.deepEqual(size, { text: 'size +632 % per hour (10.0 MiB to 190 MiB in 9m)', level: 'warning' });
  const fast = textsOf(checkpoints(6, (index) => ({ bytes: (1 + index ** 3 * 20) * mib })))[0];
  assert.match(fast?.text ?? '', /^size \+\d+\.\d GiB per hour/);
});

test('sizes that stopped growing or go up and down have no rate', () => {
  const stopped = textsOf(checkpoints(12, (index) => ({ bytes: Math.min(index, 3) * 20 * mib })));
  assert.equal(stopped[0]?.text, 'size steady at 60.0 MiB');
  const saw = textsOf(checkpoints(12, (index) => ({ bytes: (10 + (index % 4) * 20) * mib })));
  assert.equal(saw[0]?.text, 'size varies, up to 70.0 MiB');
});

test('a longer duration is named, and one outlier is not a trend', () => {
  const rising = textsOf(checkpoints(10, (index) => ({ durationMs: 1000 + index * 500 })));
  assert.deepEqual(rising[1], { text: 'duration rising (1.0 s to 5.5 s in 9m)', level: 'warning' });
  const outlier = textsOf(checkpoints(10, (index) => ({ durationMs: index === 4 ? 40_000 : 1000 })));
  assert.equal(outlier[1]?.text, 'duration steady at 1.0 s, up to 40 s');
});

test('too few checkpoints have no trend', () => {
  assert.deepEqual(textsOf(checkpoints(5, () => ({}))), [
    { text: 'too few completed checkpoints for a trend (5 of 6)', level: 'plain' },
  ]);
});

test('how long no checkpoint has completed is first, in time and intervals', () => {
  const late = textsOf(
    checkpoints(6, () => ({})),
    now + 14 * minuteMs,
  );
  assert.deepEqual(late[0], { text: 'no completed checkpoint for 14m, 14 intervals', level: 'error' });
  assert.deepEqual(textsOf([], now)[0]?.text, 'no completed checkpoint for 1h, 60 intervals');
  assert.equal(textsOf([], now, true)[0]?.text, 'too few completed checkpoints for a trend (0 of 6)');
  const inTime = textsOf(
    checkpoints(6, () => ({})),
    now + 2 * minuteMs,
  );
  assert.match(inTime[0]?.text ?? '', /^size steady/);
});

test('with a short interval, statistics of a few seconds ago are no overdue checkpoint', () => {
  const listed = checkpoints(6, () => ({ durationMs: 20 }));
  const overdueAfter = (seconds: number) =>
    checkpointTrends(listed, { intervalMs: 2000 }, undefined, {
      startedAt: now - 60 * minuteMs,
      until: (listed[0]?.endedAt ?? 0) + seconds * 1000,
      hasEnded: false,
    }).overdue?.intervals;
  assert.deepEqual([overdueAfter(15), overdueAfter(17)], [undefined, 8]);
});

test('failures that nobody recorded count if no checkpoint has ever completed', () => {
  const failed = checkpoints(9, () => ({})).map(
    (one) => ({ ...one, id: one.id + 47, status: 'failed', message: 'expired' }) as const,
  );
  const counts = { inProgress: 0, restored: 0, latestCompleted: undefined, latestSavepoint: undefined };
  const rest = { latestFailed: undefined, latestRestored: undefined, history: [] };
  const inRow = (completed: number) =>
    checkpointTrends(
      failed,
      undefined,
      { enabled: true, ...counts, ...rest, completed, failed: 56 },
      { startedAt: undefined, until: now, hasEnded: false },
    ).failedInRow;
  assert.deepEqual([inRow(0), inRow(3)], [56, 9]);
});
