import type { MemoryEntry } from '../journal/entry.ts';
import { jvmMemoryOf } from './jvm-memory.ts';
import { metaspacePerJob } from './metaspace-per-job.ts';
import { jvmColumnCount, type PodMemory } from './pod-memory.ts';
import { emptySeries, pointsOf, type Series, withSample } from './series.ts';

/** Entries at most this old belong to the present growth. */
const recentMs = 10 * 60_000;

/** Returns the memory of a pod as an entry states it. */
export function memoryOfEntry(entry: MemoryEntry): PodMemory {
  const { pod: name, uid, role, at, usage, limit, isEnd, heapLow } = entry;
  const hasJvm = entry.heapUsed !== undefined || entry.metaspaceUsed !== undefined;
  return {
    uid,
    name,
    role,
    limit,
    usage,
    usageAt: usage === undefined ? undefined : at,
    jvm: hasJvm ? jvmMemoryOf({ ...entry, metaspaceCommitted: entry.metaspaceUsed }) : undefined,
    jvmAt: hasJvm ? at : undefined,
    model: undefined,
    usages: withKnown(emptySeries(1), at, usage),
    jvms: emptySeries(jvmColumnCount),
    heapLows: withKnown(emptySeries(1), at, heapLow),
    jobLevels: levelsOf(entry),
    endedAt: isEnd === true ? at : undefined,
  };
}

/**
 * Adds what the journal knows about the growth of a process to its present memory.
 * @param entries those of the pod, oldest first
 */
export function withJournal(memory: PodMemory, entries: readonly MemoryEntry[], now: number): PodMemory {
  const recent = entries.filter(({ at, isEnd }) => isEnd !== true && at >= now - recentMs);
  const newest = recent.at(-1);
  if (newest === undefined) return memory;
  const usages = recent.reduce((series, { at, usage }) => withKnown(series, at, usage), emptySeries(1));
  const heapLows = recent.reduce((series, { at, heapLow }) => withKnown(series, at, heapLow), emptySeries(1));
  return {
    ...memory,
    usages: joined(usages, memory.usages),
    heapLows: joined(heapLows, memory.heapLows),
    jobLevels: metaspacePerJob(memory.jobLevels) === undefined ? levelsOf(newest) : memory.jobLevels,
  };
}

const withKnown = (series: Series, at: number, value: number | undefined): Series =>
  value === undefined ? series : withSample(series, at, [value]);

/** Appends the samples of a later series. */
const joined = (earlier: Series, later: Series): Series =>
  pointsOf(later, 0).reduce((series, { at, value }) => withKnown(series, at, value), earlier);

/** Two levels with the stated slope. */
function levelsOf({ metaspacePerJob: perJob, finishedJobs, metaspaceUsed }: MemoryEntry): PodMemory['jobLevels'] {
  if (perJob === undefined || finishedJobs === undefined || metaspaceUsed === undefined) return new Map();
  return new Map([
    [0, metaspaceUsed - perJob * finishedJobs],
    [finishedJobs, metaspaceUsed],
  ]);
}
