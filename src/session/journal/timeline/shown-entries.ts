import { isChange, type JournalEntry } from '../entry.ts';
import { firstDifference } from './first-difference.ts';
import { resolveCounts } from './resolve-counts.ts';

type Entries = readonly JournalEntry[];

/**
 * Returns a function that returns the entries that the timeline shows, oldest first: the changes, with resolved counts. It
 * gets all entries. If only the newest ones differ from those of the previous call, it costs little.
 */
export function createShownEntries(): (entries: Entries) => Entries {
  let known: { readonly entries: Entries; readonly shown: Entries } = { entries: [], shown: [] };
  /** Highest id of a counted checkpoint, by job. */
  let counted = new Map<string, number>();

  /** Whether this entry leaves the counts before it as they are. A failure is never after the count that contains it. */
  const isSimple = (entry: JournalEntry): boolean => {
    if (entry.kind === 'checkpoints' || entry.kind === 'restarts') return false;
    return entry.kind !== 'checkpoint' || entry.id > (counted.get(entry.job) ?? 0);
  };

  return (entries) => {
    const start = firstDifference(known.entries, entries);
    const removed = known.entries.slice(start).filter(isChange);
    const added = entries.slice(start).filter(isChange);
    if (removed.every(isSimple) && added.every(isSimple)) {
      const kept = known.shown.slice(0, known.shown.length - removed.length);
      known = { entries, shown: kept.concat(added) };
    } else {
      const changes = entries.filter(isChange);
      known = { entries, shown: resolveCounts(changes) };
      counted = lastCountedIds(changes);
    }
    return known.shown;
  };
}

function lastCountedIds(entries: Entries): Map<string, number> {
  const ids = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind === 'checkpoints') ids.set(entry.job, Math.max(entry.to, ids.get(entry.job) ?? 0));
  }
  return ids;
}
