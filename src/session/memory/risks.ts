import { smallest } from '../../text/largest.ts';
import { jobsLeft, type MetaspacePerJob, metaspacePerJob } from './metaspace-per-job.ts';
import { jvmColumns, type PodMemory, partsOf } from './pod-memory.ts';
import { type Point, pointsOf, type Series } from './series.ts';
import { type Trend, timeLeft, trendOf } from './trend.ts';

export type RiskSeverity = 'critical' | 'warning';

/** A limit that a process is near to, or will reach soon. Sizes are bytes, times ms. */
export type MemoryRisk =
  | {
      readonly kind: 'container';
      readonly severity: RiskSeverity;
      readonly usage: number;
      readonly limit: number;
      readonly trend: Trend;
      readonly timeLeftMs: number | undefined;
      /** What the JVM does not explain; undefined if its numbers are unknown. */
      readonly unexplained: number | undefined;
    }
  | {
      readonly kind: 'heap';
      readonly severity: RiskSeverity;
      /** Used heap after the latest garbage collection. */
      readonly low: number;
      readonly max: number;
      readonly trend: Trend;
      readonly timeLeftMs: number | undefined;
      /** Time of the collections per second, if it is long. */
      readonly gcMsPerSecond: number | undefined;
    }
  | {
      readonly kind: 'metaspace';
      readonly severity: RiskSeverity;
      readonly used: number;
      readonly max: number;
      readonly perJob: MetaspacePerJob;
      readonly jobsLeft: number;
    }
  | { readonly kind: 'gc'; readonly severity: 'warning'; readonly msPerSecond: number };

const soonMs = 15 * 60_000;
const urgentMs = 5 * 60_000;

/** A series is a new object with each sample. Views need its slope several times for each frame. */
const usageTrends = new WeakMap<Series, Trend>();

export function usageTrend({ usages }: Pick<PodMemory, 'usages'>): Trend {
  const trend = usageTrends.get(usages) ?? trendOf(pointsOf(usages, 0));
  usageTrends.set(usages, trend);
  return trend;
}

const containerNear = 0.9;
const containerFull = 0.97;
const containerFilling = 0.6;
/** Without the JVM's numbers, a fresh JVM that grows to its usual size cannot be told from a leak until it is this full. */
const containerBlind = 0.8;
/** Growth since the first of the latest samples that counts without a slope. */
const minGrowthShare = 0.02;

/**
 * The container grows towards its limit, and not because the JVM fills what Flink's model sets aside for it: the unexplained
 * memory is above the JVM overhead that the model leaves. A fresh TaskManager grows quickly too, but within its model.
 */
export function containerRisk(memory: PodMemory): Extract<MemoryRisk, { kind: 'container' }> | undefined {
  const { usage, limit } = memory;
  if (usage === undefined || limit === undefined || limit === 0) return undefined;
  if (!isGrowthRisky(memory)) return undefined;
  const share = usage / limit;
  const trend = usageTrend(memory);
  const timeLeftMs = timeLeft(usage, limit, trend);
  const isRising = trend.kind === 'measured' ? trend.isRising : hasGrown(pointsOf(memory.usages, 0), limit);
  if (!isRising) return undefined;
  const { unexplained } = partsOf(memory);
  const isNear = share >= containerNear;
  if (!isNear && (timeLeftMs ?? Infinity) > soonMs) return undefined;
  const isUrgent = share >= containerNear || (timeLeftMs ?? Infinity) <= urgentMs;
  return {
    kind: 'container',
    severity: isUrgent ? 'critical' : 'warning',
    usage,
    limit,
    trend,
    timeLeftMs,
    unexplained,
  };
}

/** Whether growth would be a risk: the container is filling up, beyond what Flink's model sets aside. */
export function isGrowthRisky(memory: PodMemory): boolean {
  const { usage, limit, endedAt } = memory;
  if (endedAt !== undefined || usage === undefined || limit === undefined || limit === 0) return false;
  const share = usage / limit;
  return share >= containerFull || (share >= containerFilling && isBeyondModel(memory, share));
}

function isBeyondModel(memory: PodMemory, share: number): boolean {
  const { unexplained } = partsOf(memory);
  return unexplained === undefined ? share >= containerBlind : unexplained > overheadLeft(memory);
}

function hasGrown(points: readonly Point[], limit: number): boolean {
  const latest = points.slice(-3);
  return latest.length > 1 && (latest.at(-1)?.value ?? 0) - (latest[0]?.value ?? 0) > limit * minGrowthShare;
}

/** Flink's default for the JVM overhead of a small process (`jvm-overhead.min`). */
const defaultOverhead = 192 * 2 ** 20;

/** JVM overhead of the model that the code cache and the like do not use. Native memory may take it. */
function overheadLeft({ model, jvm }: PodMemory): number {
  const metaspace = jvm?.metaspaceCommitted ?? jvm?.metaspaceUsed ?? 0;
  const otherJvm = Math.max(0, (jvm?.nonHeapCommitted ?? metaspace) - metaspace);
  return Math.max(0, (model?.overhead ?? defaultOverhead) - otherJvm);
}

const heapFull = 0.85;
/**
 * The old generation of the serial and of the parallel collector has 69 % of the heap (NewRatio 2), and garbage fills it
 * until the next full collection. Above, full collections have not helped. Measured: the JVM ends at 80 %.
 */
const heapFilling = 0.72;
const heapBusy = 0.6;
const longGcMs = 200;
const sustainedMs = 55_000;
const lowsCount = 3;
/** Lows at most this long apart belong to the same state of the heap. */
const lowsWithinMs = 3 * 60_000;

/** Returns the used and the whole heap if it was so full that an OutOfMemoryError is the likely end of the JVM. */
export function fullHeap({ jvm, heapLows }: PodMemory): { readonly low: number; readonly max: number } | undefined {
  const low = pointsOf(heapLows, 0).at(-1)?.value;
  const max = jvm?.heapMax;
  return low !== undefined && max !== undefined && low >= max * heapFilling ? { low, max } : undefined;
}

/** Slope of the used heap after collections. It needs less time than others, because collections are rare. */
export function heapTrend({ heapLows }: Pick<PodMemory, 'heapLows'>): Trend {
  return trendOf(pointsOf(heapLows, 0), { needsMs: 40_000, minPoints: 3 });
}

export function heapRisk(memory: PodMemory): Extract<MemoryRisk, { kind: 'heap' }> | undefined {
  const { jvm, jvmAt = 0 } = memory;
  const max = jvm?.heapMax;
  const lows = pointsOf(memory.heapLows, 0).filter(({ at }) => at >= jvmAt - lowsWithinMs);
  // A sample has the garbage of up to ten seconds, so that the lowest of the latest ones counts.
  const latest = lows.slice(-lowsCount);
  const low = smallest(latest.map(({ value }) => value));
  if (max === undefined || max === 0 || latest.length === 0) return undefined;
  const trend = heapTrend(memory);
  const timeLeftMs = timeLeft(low, max, trend);
  const gcMsPerSecond = sustainedGc(memory);
  const isFull = latest.length === lowsCount && low >= max * heapFull;
  const newest = smallest(latest.slice(-2).map(({ value }) => value));
  const isFilling = newest >= max * heapFilling && (timeLeftMs ?? Infinity) <= soonMs;
  const isBusy = gcMsPerSecond !== undefined && low >= max * heapBusy;
  if (!isFull && !isFilling && !isBusy) return undefined;
  const isUrgent = isFull || isBusy || (timeLeftMs ?? Infinity) <= urgentMs;
  return { kind: 'heap', severity: isUrgent ? 'critical' : 'warning', low, max, trend, timeLeftMs, gcMsPerSecond };
}

/** Returns the time of garbage collections per second if it has been long for a minute. */
function sustainedGc({ jvms }: PodMemory): number | undefined {
  const points = pointsOf(jvms, jvmColumns.gcMsPerSecond);
  const last = points.at(-1);
  if (last === undefined) return undefined;
  const minute = points.filter(({ at }) => at >= last.at - 65_000);
  const isLong = minute.every(({ value }) => value >= longGcMs);
  const spanMs = last.at - (minute[0]?.at ?? last.at);
  if (!isLong || spanMs < sustainedMs) return undefined;
  return minute.reduce((sum, { value }) => sum + value, 0) / minute.length;
}

/** Long collections that the used heap does not explain. */
export function gcRisk(memory: PodMemory): Extract<MemoryRisk, { kind: 'gc' }> | undefined {
  const msPerSecond = sustainedGc(memory);
  if (msPerSecond === undefined || heapRisk(memory) !== undefined) return undefined;
  return { kind: 'gc', severity: 'warning', msPerSecond };
}

/** Metaspace per finished job that is a leak. */
const leakedPerJob = 5 * 2 ** 20;
const fewJobs = 2;
/**
 * After a collection, the JVM lets the metaspace grow by two thirds before it unloads classes again (MinMetaspaceFreeRatio,
 * 40 % by default). Below, the classes of finished jobs may just not have been unloaded yet.
 */
const beforeUnloading = 1.7;
const metaspaceNear = 0.8;

export function metaspaceRisk(memory: PodMemory): Extract<MemoryRisk, { kind: 'metaspace' }> | undefined {
  const perJob = metaspacePerJob(memory.jobLevels);
  const { metaspaceUsed: used, metaspaceMax: max } = memory.jvm ?? {};
  if (perJob === undefined || perJob.bytes <= leakedPerJob || used === undefined || max === undefined) return undefined;
  const isUnloaded = used >= smallest(memory.jobLevels.values()) * beforeUnloading;
  if (!isUnloaded && used < max * metaspaceNear) return undefined;
  const left = jobsLeft(perJob, used, max);
  return { kind: 'metaspace', severity: left <= fewJobs ? 'critical' : 'warning', used, max, perJob, jobsLeft: left };
}

/** Returns the risks of a running process, the most urgent kind first. */
export function memoryRisks(memory: PodMemory): readonly MemoryRisk[] {
  if (memory.endedAt !== undefined) return [];
  const found = [containerRisk(memory), heapRisk(memory), metaspaceRisk(memory), gcRisk(memory)];
  return found.filter((risk) => risk !== undefined);
}
