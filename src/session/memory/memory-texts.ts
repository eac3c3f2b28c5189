import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import type { MemoryRisk } from './risks.ts';
import { slopeText, usedOf } from './size-texts.ts';
import type { Trend } from './trend.ts';

/** `grows by 61 MiB/min`, `does not grow`, `not enough history yet (40s)` */
export function trendText(trend: Trend): string {
  if (trend.kind === 'too short') return `not enough history yet (${formatDuration(trend.spanMs)})`;
  return trend.isRising ? `grows by ${slopeText(trend.perMinute).slice(1)}` : 'does not grow';
}

/** One sentence about a risk, without a full stop and without the name of the process. */
export function riskText(risk: MemoryRisk): string {
  switch (risk.kind) {
    case 'container': {
      const { usage, limit, trend, timeLeftMs } = risk;
      const growth = timeLeftMs === undefined ? 'rising' : `${trendText(trend)}, full in ${leftText(timeLeftMs)}`;
      return `container memory ${usedOf(usage, limit)} (${share(usage, limit)}), ${growth}`;
    }
    case 'heap': {
      const { low, max, trend, timeLeftMs, gcMsPerSecond } = risk;
      const after = `heap ${usedOf(low, max)} (${share(low, max)}) after garbage collections`;
      const growth = timeLeftMs === undefined ? [] : [`${trendText(trend)}, full in ${leftText(timeLeftMs)}`];
      const gc = gcMsPerSecond === undefined ? [] : [`collections take ${Math.round(gcMsPerSecond / 10)}% of the time`];
      return [after, ...growth, ...gc].join(', ');
    }
    case 'metaspace': {
      const { used, max, perJob, jobsLeft } = risk;
      const left =
        jobsLeft === 0 ? 'the next job does not fit' : `${jobsLeft} more ${jobsLeft === 1 ? 'job fits' : 'jobs fit'}`;
      return `metaspace ${usedOf(used, max)}, ${formatSize(perJob.bytes)} more with each finished job: ${left}`;
    }
    case 'gc':
      return `garbage collections take ${Math.round(risk.msPerSecond / 10)}% of the time`;
  }
}

const share = (used: number, max: number): string => `${Math.round((used / max) * 100)}%`;

/** Whole minutes are enough, and they change rarely. */
export const leftText = (ms: number): string =>
  ms < 60_000 ? 'less than a minute' : `${formatDuration(Math.floor(ms / 60_000) * 60_000)}`;

/** What the memory outside of the JVM may be. */
export const nativeNote = 'native memory (RocksDB, JNI, buffers of libraries) or files in the page cache';
