import type { CheckpointConfig, Checkpoints } from '../../flink/responses.ts';
import { formatDuration, formatMeasured } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { failuresEver, failuresInRow, type ListedCheckpoint, statusOf } from './checkpoint-list.ts';
import { minPoints, type Point, type Trend, trendOf } from './measured-trend.ts';

/** How the completed checkpoints of a job develop. */
export type CheckpointTrends = {
  /** Of the whole state, in bytes. undefined: too few checkpoints */
  readonly size: Trend | undefined;
  /** In ms. */
  readonly duration: Trend | undefined;
  readonly completed: number;
  /** Failures since the last completed checkpoint. */
  readonly failedInRow: number;
  /** What the newest of these failures was: `expired`. */
  readonly failure: string | undefined;
  /** Set if no checkpoint has completed for several intervals. */
  readonly overdue: { readonly sinceMs: number; readonly intervals: number } | undefined;
};

/** By Flink's clock. */
export type JobTimes = {
  readonly startedAt: number | undefined;
  /** The end of the job, or the present. */
  readonly until: number;
  readonly hasEnded: boolean;
};

export type TrendText = { readonly text: string; readonly level: 'error' | 'warning' | 'plain' };

const hourMs = 3_600_000;
/** With long intervals, the trend covers more than an hour. */
const minIntervals = 20;
const overdueIntervals = 3;
/** Age of the statistics: Flink caches them for 3 s, and requests wait for their turn. */
const maxAgeMs = 10_000;
const minGrownBytes = 2 ** 20;
/** The last value divided by the first, from which growth is a problem. */
const alarmingGrowth = 1.5;
/** Durations below this are no problem. */
const minAlarmingMs = 1000;

/** @param checkpoints newest first */
export function checkpointTrends(
  checkpoints: readonly ListedCheckpoint[],
  config: Pick<CheckpointConfig, 'intervalMs'> | undefined,
  statistics: Checkpoints | undefined,
  times: JobTimes,
): CheckpointTrends {
  const since = times.until - Math.max(hourMs, minIntervals * (config?.intervalMs ?? 0));
  const completed = completedSince(checkpoints, since);
  const failures = failuresInRow(checkpoints);
  const [newest] = failures;
  return {
    size: trendOf(pointsOf(completed, ({ bytes }) => bytes)),
    duration: trendOf(pointsOf(completed, ({ durationMs }) => durationMs)),
    completed: completed.length,
    failedInRow: countInRow(failures, statistics),
    failure: newest && statusOf(newest),
    overdue: overdueOf(checkpoints, config?.intervalMs, times),
  };
}

/** If none has ever completed, the failures that nobody recorded count too. */
function countInRow(failures: readonly ListedCheckpoint[], statistics: Checkpoints | undefined): number {
  const [newest] = failures;
  const isEver = statistics?.enabled === true && statistics.completed === 0 && newest !== undefined;
  return isEver ? failuresEver(statistics.failed, failures.length, newest.id) : failures.length;
}

/** Returns the trend of the whole state in the last hour. */
export function stateSizeTrend(checkpoints: readonly ListedCheckpoint[], now: number): Trend | undefined {
  return trendOf(pointsOf(completedSince(checkpoints, now - hourMs), ({ bytes }) => bytes));
}

/** Whether a state grows so much that someone should look at it. */
export function isGrowing({ direction, first, last }: Trend): boolean {
  const isLarge = last.value - first.value >= minGrownBytes && last.value >= first.value * alarmingGrowth;
  return direction === 'rising' && isLarge;
}

/** Savepoints have another format, and do not count. */
function completedSince(checkpoints: readonly ListedCheckpoint[], since: number): readonly ListedCheckpoint[] {
  return checkpoints.filter(
    ({ status, isSavepoint, endedAt = 0 }) => status === 'completed' && !isSavepoint && endedAt >= since,
  );
}

/** Returns the known values, oldest first. */
function pointsOf(
  checkpoints: readonly ListedCheckpoint[],
  measure: (checkpoint: ListedCheckpoint) => number | undefined,
): readonly Point[] {
  return checkpoints.toReversed().flatMap((checkpoint) => {
    const value = measure(checkpoint);
    return value === undefined || checkpoint.endedAt === undefined ? [] : [{ at: checkpoint.endedAt, value }];
  });
}

function overdueOf(
  checkpoints: readonly ListedCheckpoint[],
  intervalMs: number | undefined,
  { startedAt, until, hasEnded }: JobTimes,
): CheckpointTrends['overdue'] {
  if (hasEnded) return undefined;
  const newest = checkpoints.find(({ status, isSavepoint }) => status === 'completed' && !isSavepoint);
  const since = newest?.endedAt ?? startedAt;
  if (intervalMs === undefined || since === undefined) return undefined;
  const sinceMs = until - since;
  if (sinceMs < overdueIntervals * intervalMs + (newest?.durationMs ?? 0) + maxAgeMs) return undefined;
  return { sinceMs, intervals: Math.floor(sinceMs / intervalMs) };
}

/** Returns the trends in words, the most urgent first: `size +12 % per hour (24.0 MiB to 26.9 MiB in 1h)`. */
export function trendTexts({
  size,
  duration,
  completed,
  failedInRow,
  failure,
  overdue,
}: CheckpointTrends): readonly TrendText[] {
  const texts: TrendText[] = [];
  if (overdue !== undefined) {
    const age = `${formatDuration(overdue.sinceMs)}, ${overdue.intervals} intervals`;
    texts.push({ text: `no completed checkpoint for ${age}`, level: 'error' });
  }
  if (failedInRow > 0) {
    const count = failedInRow === 1 ? 'the last one failed' : `${failedInRow} failed in a row`;
    const isNamed = failure !== undefined && failure !== 'failed';
    texts.push({ text: `${count}${isNamed ? `: ${failure}` : ''}`, level: 'error' });
  }
  if (size !== undefined) texts.push({ text: sizeText(size), level: isGrowing(size) ? 'warning' : 'plain' });
  if (duration !== undefined) {
    const { direction, first, last } = duration;
    const isSlow = last.value >= minAlarmingMs && last.value >= first.value * alarmingGrowth;
    texts.push({ text: durationText(duration), level: direction === 'rising' && isSlow ? 'warning' : 'plain' });
  }
  if (texts.length === 0) {
    texts.push({ text: `too few completed checkpoints for a trend (${completed} of ${minPoints})`, level: 'plain' });
  }
  return texts;
}

function sizeText(trend: Trend): string {
  const { direction, median } = trend;
  if (direction === 'steady') return `size steady at ${formatSize(median)}`;
  if (direction === 'varying') return `size varies, up to ${formatSize(trend.largest)}`;
  return `size ${perHourText(trend)} per hour (${rangeText(trend, formatSize)})`;
}

const maxPercent = 1000;

/** The change in percent of the last value, or in bytes if the state is many times larger than before. */
function perHourText({ perHour, last }: Trend): string {
  const sign = perHour > 0 ? '+' : '-';
  const percent = percentPerHour({ perHour, last });
  if (percent !== undefined && Math.abs(percent) < maxPercent) return `${sign}${Math.abs(percent)} %`;
  return `${sign}${formatSize(Math.abs(perHour))}`;
}

/** Returns the change per hour in percent of the last value. */
export function percentPerHour({ perHour, last }: Pick<Trend, 'perHour' | 'last'>): number | undefined {
  if (last.value === 0) return undefined;
  const percent = (perHour / last.value) * 100;
  return Math.abs(percent) < 10 ? Math.round(percent * 10) / 10 : Math.round(percent);
}

function durationText(trend: Trend): string {
  const { direction, median, largest } = trend;
  const upTo = largest >= 3 * median ? `, up to ${formatMeasured(largest)}` : '';
  if (direction === 'steady') return `duration steady at ${formatMeasured(median)}${upTo}`;
  if (direction === 'varying') return `duration varies, up to ${formatMeasured(largest)}`;
  return `duration ${direction} (${rangeText(trend, formatMeasured)})`;
}

function rangeText({ first, last }: Trend, format: (value: number) => string): string {
  return `${format(first.value)} to ${format(last.value)} in ${formatDuration(last.at - first.at)}`;
}
