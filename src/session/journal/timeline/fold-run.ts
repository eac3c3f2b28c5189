import type { JournalEntry } from '../entry.ts';
import { foldKey } from './fold-keys.ts';
import type { EntryItem } from './timeline-item.ts';

/** Equal entries, oldest first, and their row if it is up to date. */
type Group = { readonly entries: JournalEntry[]; item: EntryItem | undefined };

/** Entries, oldest first, whose equal members are one row. `rows` is set if later entries may join the run. */
export type Run = { readonly entries: JournalEntry[]; rows: GrowingRows | undefined };

/** The rows of the first entries of a run. The group with the newest entry is the last one. */
type GrowingRows = { readonly groups: Map<string, Group>; count: number };

export function createRun(): Run {
  return { entries: [], rows: undefined };
}

/** Returns the rows of a run that does not grow any more, oldest first. */
export function closedRows(run: Run): readonly EntryItem[] {
  // A single entry needs no key, which is a text.
  return run.entries.length === 1 ? run.entries : openRows(run);
}

/** Returns the rows of a run that may grow, oldest first. Rows without new entries stay the same objects. */
export function openRows(run: Run): readonly EntryItem[] {
  const rows = run.rows ?? { groups: new Map(), count: 0 };
  run.rows = rows;
  for (; rows.count < run.entries.length; rows.count += 1) {
    const entry = run.entries[rows.count];
    if (entry !== undefined) addTo(rows.groups, entry);
  }
  return [...rows.groups.values()].map((group) => {
    group.item ??= itemOf(group.entries);
    return group.item;
  });
}

function addTo(groups: Map<string, Group>, entry: JournalEntry): void {
  const key = foldKey(entry);
  const known = groups.get(key);
  const group = known ?? { entries: [], item: undefined };
  if (known !== undefined) groups.delete(key);
  groups.set(key, group);
  group.entries.push(entry);
  group.item = undefined;
}

function itemOf(oldestFirst: readonly JournalEntry[]): EntryItem {
  const [newest, ...older] = oldestFirst.toReversed();
  if (newest === undefined) throw new Error('a row has an entry');
  return older.length === 0 ? newest : { kind: 'group', entries: [newest, ...older] };
}
