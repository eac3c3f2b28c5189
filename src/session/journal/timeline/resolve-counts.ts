import type { CheckpointCountEntry, CheckpointEntry, FailureEntry, JournalEntry, RestartCountEntry } from '../entry.ts';

/**
 * Reduces counts to the checkpoints and restarts that no other entry contains. Two processes may count differently, and
 * one may know the results of what the other only counted. A reduced entry stays the same object until it is reduced
 * further.
 * @param entries oldest first
 */
export function resolveCounts(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return resolveRestarts(resolveCheckpoints(entries));
}

function resolveCheckpoints(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const counted = countedIds(entries);
  if (counted.size === 0) return entries;
  const known = new Map([...counted.keys()].map((job) => [job, new Set<number>()]));
  for (const entry of entries) if (isCounted(entry, counted)) known.get(entry.job)?.add(entry.id);
  const resolved: JournalEntry[] = [];
  for (const entry of entries) {
    const remaining = entry.kind === 'checkpoints' ? reduce(entry, known.get(entry.job)) : entry;
    if (remaining !== undefined) resolved.push(remaining);
  }
  return resolved;
}

/** Counted ids of a job: sorted ranges that do not overlap. */
type Ranges = readonly { readonly from: number; readonly to: number }[];

function countedIds(entries: readonly JournalEntry[]): ReadonlyMap<string, Ranges> {
  const counts = entries.filter((entry) => entry.kind === 'checkpoints').sort((a, b) => a.from - b.from);
  const byJob = new Map<string, { from: number; to: number }[]>();
  for (const { job, from, to } of counts) {
    const ranges = byJob.get(job) ?? [];
    byJob.set(job, ranges);
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
  }
  return byJob;
}

/** Whether the result of a counted checkpoint is known from this entry. Few results are. */
function isCounted(entry: JournalEntry, counted: ReadonlyMap<string, Ranges>): entry is CheckpointEntry {
  if (entry.kind !== 'checkpoint' || entry.outcome === 'late') return false;
  const ranges = counted.get(entry.job) ?? [];
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.to ?? 0) < entry.id) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.from ?? Number.POSITIVE_INFINITY) <= entry.id;
}

const reducedEntries = new WeakMap<CheckpointCountEntry, CheckpointCountEntry>();

/** Adds the ids of the count to the known ones. Returns undefined if all of them were known. */
function reduce(entry: CheckpointCountEntry, known: Set<number> = new Set()): CheckpointCountEntry | undefined {
  let { from, to } = entry;
  while (from <= to && known.has(from)) from += 1;
  while (to >= from && known.has(to)) to -= 1;
  for (let id = from; id <= to; id += 1) known.add(id);
  if (from > to) return undefined;
  const last = reducedEntries.get(entry) ?? entry;
  if (last.from === from && last.to === to) return last;
  const reduced = { ...entry, from, to };
  reducedEntries.set(entry, reduced);
  return reduced;
}

function resolveRestarts(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const jobs = new Set(entries.filter((entry) => entry.kind === 'restarts').map(({ job }) => job));
  if (jobs.size === 0) return entries;
  const failures = entries.filter((entry) => entry.kind === 'failure').filter(({ job }) => jobs.has(job));
  const countedUntil = new Map<string, number>();
  const resolved: JournalEntry[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'restarts') resolved.push(entry);
    else if (entry.from >= (countedUntil.get(entry.job) ?? Number.NEGATIVE_INFINITY)) {
      countedUntil.set(entry.job, entry.at);
      const remaining = unlisted(entry, failures);
      if (remaining !== undefined) resolved.push(remaining);
    }
  }
  return resolved;
}

const reducedRestarts = new WeakMap<RestartCountEntry, RestartCountEntry>();

function unlisted(entry: RestartCountEntry, failures: readonly FailureEntry[]): RestartCountEntry | undefined {
  const { job, from, at, count } = entry;
  if (count === undefined) return entry;
  const listed = failures.filter((failure) => failure.job === job && failure.at > from && failure.at <= at).length;
  if (listed >= count) return undefined;
  const last = reducedRestarts.get(entry) ?? entry;
  if (last.count === count - listed) return last;
  const reduced = { ...entry, count: count - listed };
  reducedRestarts.set(entry, reduced);
  return reduced;
}
