import type { CheckpointCountEntry, JournalEntry } from './entry.ts';

/**
 * Reduces counts of checkpoints to the ids that no other entry contains. Two processes may count differently, and one
 * may know the results of what the other only counted.
 * @param entries oldest first
 */
export function resolveCounts(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const counts = entries.filter((entry) => entry.kind === 'checkpoints');
  if (counts.length === 0) return entries;
  const known = new Map(counts.map(({ job }) => [job, new Set<number>()]));
  for (const entry of entries) {
    if (entry.kind === 'checkpoint' && entry.outcome !== 'late') known.get(entry.job)?.add(entry.id);
  }
  return entries.flatMap((entry): readonly JournalEntry[] =>
    entry.kind === 'checkpoints' ? remaining(entry, known.get(entry.job)) : [entry],
  );
}

/** Adds the ids of the count to the known ones. */
function remaining(entry: CheckpointCountEntry, known: Set<number> = new Set()): readonly CheckpointCountEntry[] {
  let { from, to } = entry;
  while (from <= to && known.has(from)) from += 1;
  while (to >= from && known.has(to)) to -= 1;
  for (let id = from; id <= to; id += 1) known.add(id);
  return from > to ? [] : [{ ...entry, from, to }];
}
