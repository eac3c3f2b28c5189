import type { JournalEntry } from '../entry.ts';
import { type ChangeKey, createDuplicates } from './duplicates.ts';
import { insertByTime, mergeRuns, type Run } from './merge-runs.ts';
import type { TimeSlice } from './time-slice.ts';

/** The newest entries of all processes, sorted by time, each change once. */
export type MergedEntries = {
  /** Oldest first. The returned array never changes. */
  readonly list: () => readonly JournalEntry[];
  /** Number of older entries that are not in the list. */
  readonly omitted: () => number;
  readonly version: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  /** Adds the entries that are new, and returns them with the keys of their changes. */
  readonly add: (entries: readonly JournalEntry[], writer: string) => Map<JournalEntry, ChangeKey>;
  /** Adds entries from segments. Calls the listeners for each new entry, oldest first, and for each duplicate. */
  readonly merge: (runs: readonly Run[], slice: TimeSlice, listeners?: MergeListeners) => Promise<void>;
};

export type MergeListeners = {
  readonly onEntry?: ((entry: JournalEntry) => void) | undefined;
  readonly onDuplicate?: (key: ChangeKey) => void;
};

export function createMergedEntries(maxEntries: number): MergedEntries {
  const duplicates = createDuplicates();
  const listeners = new Set<() => void>();
  let entries: JournalEntry[] = [];
  let isReturned = false;
  let omitted = 0;
  let version = 0;

  /** Readers compute everything again when the oldest entries are removed, so these are removed in blocks. */
  const maxSurplus = Math.floor(maxEntries / 20);

  const insert = (added: readonly JournalEntry[]) => {
    if (added.length === 0) return;
    if (isReturned) entries = entries.slice();
    isReturned = false;
    insertByTime(entries, added);
    const surplus = entries.length - maxEntries;
    if (surplus > maxSurplus) {
      entries.splice(0, surplus);
      omitted += surplus;
    }
    version += 1;
    for (const listener of [...listeners]) listener();
  };

  return {
    list: () => {
      isReturned = true;
      return entries;
    },
    omitted: () => omitted,
    version: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (candidates, writer) => {
      const added = new Map<JournalEntry, ChangeKey>();
      for (const entry of candidates) {
        const { isNew, key } = duplicates.add(entry, writer);
        if (isNew) added.set(entry, key);
      }
      insert([...added.keys()]);
      return added;
    },
    merge: async (runs, slice, { onEntry, onDuplicate } = {}) => {
      const added: JournalEntry[] = [];
      await mergeRuns(runs, slice, (entry, writer) => {
        const { isNew, key } = duplicates.add(entry, writer);
        if (!isNew) return onDuplicate?.(key);
        added.push(entry);
        onEntry?.(entry);
      });
      insert(added);
    },
  };
}
