import { metaspacePerJob } from '../../memory/metaspace-per-job.ts';
import { type PodMemory, partsOf } from '../../memory/pod-memory.ts';
import { type MemoryRisk, memoryRisks, usageTrend } from '../../memory/risks.ts';
import { pointsOf } from '../../memory/series.ts';
import type { PodRow } from '../../snapshot.ts';
import type { MemoryEntry } from '../entry.ts';
import { type JournalClock, seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Four of these entries are enough for a slope. */
const everyMs = 30_000;
/** Other risks need no slope, and may last for days. */
const rarelyMs = 10 * 60_000;

/** Finds the last memory of pods that have ended, and the memory of pods that are near a limit. */
export const memoryChanges: FindChanges = (known, { memory, pods = [] }, clock) =>
  pods.flatMap((row): readonly MemoryEntry[] => {
    const of = memory.pods.get(row.uid);
    const last = known.memory.get(row.uid);
    if (of === undefined || last?.isEnd === true) return [];
    if (of.endedAt !== undefined) return [{ ...timeOfEnd(row, clock), ...memoryEntry(of), isEnd: true }];
    const age = clock.now - (last?.at ?? Number.NEGATIVE_INFINITY);
    const risks = age >= everyMs ? memoryRisks(of) : [];
    const isDue = risks.some(
      ({ kind }) => kind === 'container' || kind === 'heap' || age >= rarelyMs || hasMoreJobs(kind, of, last),
    );
    return isDue ? [{ ...seenNow(clock), ...memoryEntry(of) }] : [];
  });

/** The metaspace per job is the more precise the more jobs have finished. */
function hasMoreJobs(kind: MemoryRisk['kind'], { jobLevels }: PodMemory, last: MemoryEntry | undefined): boolean {
  return kind === 'metaspace' && (metaspacePerJob(jobLevels)?.jobs ?? 0) > (last?.finishedJobs ?? 0);
}

function timeOfEnd({ lastEnd, goneAt }: PodRow, clock: JournalClock) {
  if (lastEnd?.at !== undefined) return { at: lastEnd.at };
  return seenNow({ now: goneAt === undefined ? clock.now : goneAt + clock.serverAheadMs });
}

function memoryEntry(memory: PodMemory): Omit<MemoryEntry, 'at'> {
  const { name, uid, role, limit, usage, jvm } = memory;
  const trend = usageTrend(memory);
  const perJob = metaspacePerJob(memory.jobLevels);
  const numbers = {
    usage,
    limit,
    heapUsed: jvm?.heapUsed,
    heapCommitted: jvm?.heapCommitted,
    heapMax: jvm?.heapMax,
    heapLow: pointsOf(memory.heapLows, 0).at(-1)?.value,
    metaspaceUsed: jvm?.metaspaceUsed,
    metaspaceMax: jvm?.metaspaceMax,
    nonHeapCommitted: jvm?.nonHeapCommitted,
    directUsed: jvm?.directUsed,
    managedUsed: jvm?.managedUsed,
    unexplained: partsOf(memory).unexplained,
    growth: trend.kind === 'measured' && trend.isRising ? trend.perMinute : undefined,
    metaspacePerJob: perJob?.bytes,
    finishedJobs: perJob?.jobs,
  };
  const known = Object.entries(numbers).filter(([, value]) => value !== undefined);
  const rounded = known.map(([field, value]) => [field, Math.round(value ?? 0)]);
  return { kind: 'memory', pod: name, uid, role, ...Object.fromEntries(rounded) };
}
