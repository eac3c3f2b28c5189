import type { CheckpointCountEntry, JournalEntry } from '../entry.ts';

/**
 * Reduces counts of checkpoints to the ids that no other entry contains. Two processes may count differently, and one
 * may know the results of what the other only counted. A reduced entry stays the same object until it is reduced
 * further.
 * @param entries oldest first
 */
export function resolveCounts(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const counts = entries.filter((entry) => entry.kind === 'checkpoints');
  if (counts.length === 0) return entries;
  const known = new Map(counts.map(({ job }) => [job, new Set<number>()]));
  for (const entry of entries) {
    if (entry.kind === 'checkpoint' && entry.outcome !== 'late') known.get(entry.job)?.add(entry.id);
  }
  const resolved: JournalEntry[] = [];
  for (const entry of entries) {
    const remaining = entry.kind === 'checkpoints' ? reduce(entry, known.get(entry.job)) : entry;
    if (remaining !== undefined) resolved.push(remaining);
  }
  return resolved;
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
