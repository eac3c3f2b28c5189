import { severityOf } from '../describe-entry.ts';
import type { JournalEntry } from '../entry.ts';
import { foldKey } from './fold-keys.ts';
import type { EntryItem } from './timeline-item.ts';

/** Consecutive entries whose equal members are one row. */
export type Run = {
  readonly size: () => number;
  /** Adds an entry that is newer than all others. */
  readonly add: (entry: JournalEntry) => void;
  readonly addAll: (newer: Run) => void;
  /** Oldest first. */
  readonly entries: () => readonly JournalEntry[];
  /** Newest first. The item of a row without new entries stays the same object. */
  readonly items: () => readonly EntryItem[];
};

/** Entries with the same key, oldest first, and their row if it was computed. */
type Group = { readonly entries: JournalEntry[]; item: EntryItem | undefined };

export function createRun(): Run {
  const entries: JournalEntry[] = [];
  /** The group with the newest entry is the last one. */
  const groups = new Map<string, Group>();
  /** Number of entries in groups. A single entry needs no key, which is a text. */
  let grouped = 0;
  let single: EntryItem | undefined;

  function group(entry: JournalEntry): void {
    const key = foldKey(entry);
    const known = groups.get(key);
    const group = known ?? { entries: [], item: undefined };
    if (known !== undefined) groups.delete(key);
    groups.set(key, group);
    group.entries.push(entry);
    group.item = undefined;
  }

  const run: Run = {
    size: () => entries.length,
    add: (entry) => entries.push(entry),
    addAll: (newer) => {
      for (const entry of newer.entries()) entries.push(entry);
    },
    entries: () => entries,
    items: () => {
      const [first] = entries;
      if (entries.length === 1 && first !== undefined) {
        single ??= itemOf([first]);
        return [single];
      }
      for (const entry of entries.slice(grouped)) group(entry);
      grouped = entries.length;
      return [...groups.values()].map((each) => (each.item ??= itemOf(each.entries))).reverse();
    },
  };
  return run;
}

function itemOf(oldestFirst: readonly JournalEntry[]): EntryItem {
  const [newest, ...others] = oldestFirst.toReversed();
  if (newest === undefined) throw new Error('a row has an entry');
  return { kind: 'entries', entries: [newest, ...others], severity: severityOf(newest) };
}
