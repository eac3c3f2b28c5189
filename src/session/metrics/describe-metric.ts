/** `ms/s`: milliseconds of a second. `ratio`: 0 to 1. `time`: epoch ms. */
export type MetricUnit = 'bytes' | 'bytes/s' | 'ms' | 'ns' | 'ms/s' | '/s' | 'percent' | 'ratio' | 'time' | 'count';

export type MetricKind =
  /** Only grows while the attempt or process lives. */
  | 'counter'
  | 'gauge'
  /** Not a number, such as a path. Flink logs a warning if it is aggregated. */
  | 'text';

export type MetricDescription = { readonly unit: MetricUnit; readonly kind: MetricKind };

const text = /(^|\.)(isBackPressured|lastCheckpointExternalPath)$/;

/**
 * Units by name, the first match decides. Names: Flink's documentation of metrics, section System metrics. The metrics of
 * users have the unit of the name that they follow.
 */
const units: readonly (readonly [pattern: RegExp, unit: MetricUnit])[] = [
  [/num\w*Bytes\w*PerSecond$/i, 'bytes/s'],
  [/Ms(TimePerSecond|PerSecond)$|TimeMsPerSecond$/, 'ms/s'],
  [/PerSecond$/, '/s'],
  [/RequestedMemoryUsage$/, 'percent'],
  [/(CPU\.Load|PoolUsage|ExclusiveBuffersUsage|FloatingBuffersUsage)$/, 'ratio'],
  [/Watermark$|Timestamp$/, 'time'],
  [/CPU\.Time$|Nanos$|checkpointAlignmentTime$/, 'ns'],
  [/Ms(_\w+)?$|Lag$|AlignmentDrift$|Duration$|SendTime$|[a-z]Time(Total)?$|\.Time$|^(uptime|downtime)$/, 'ms'],
  [/Bytes(_\w+)?$|numBytes\w*$|lastCheckpoint\w*(Size|Data)$|debloatedBufferSize$/, 'bytes'],
  [/Memory\.\w+\.(Used|Committed|Max|MemoryUsed|TotalCapacity|Total)$|Netty\.(Used|Total|Available)Memory$/, 'bytes'],
];

const gaugeCounts =
  /(^|\.)(numRunningJobs|numRegisteredTaskManagers|numPendingTaskManagers|numberOfInProgressCheckpoints)$|(Threads|Direct|Mapped)\.Count$/;
const counters =
  /(^|\.)num[A-Z]\w*$|^numberOf|^totalNumberOf|^fullRestarts$|^accumulate|\.accumulated\w*$|GarbageCollector\.\w+\.(Count|Time)$|CPU\.Time$|\.Classes(Loaded|Unloaded)$/;

/** Returns the unit and the kind of a metric by its name. An unknown metric is a gauge. */
export function describeMetric(id: string): MetricDescription {
  const unit = units.find(([pattern]) => pattern.test(id))?.[1] ?? 'count';
  if (text.test(id)) return { unit: 'count', kind: 'text' };
  const isCounter = !/PerSecond$/.test(id) && counters.test(id) && !gaugeCounts.test(id);
  return { unit, kind: isCounter ? 'counter' : 'gauge' };
}

/** Watermarks before the first and after the last one (Java's smallest and largest long, rounded). */
const extremeWatermark = 9.2e18;
/** JavaScript's longest time. The average of watermarks exceeds it if a subtask has none. */
const longestTime = 8.64e15;

/** Returns undefined for a value that stands for a missing one: -1, or a watermark that does not exist. */
export function measuredValue(id: string, value: number): number | undefined {
  if (!Number.isFinite(value) || Math.abs(value) >= extremeWatermark) return undefined;
  const { unit } = describeMetric(id);
  if (unit === 'time' && Math.abs(value) > longestTime) return undefined;
  const usesMinusOne = unit !== 'count' || /(^|\.)(pending|lastCompletedCheckpointId$)/.test(id);
  return value === -1 && usesMinusOne ? undefined : value;
}
