import { type Severity, severityOf } from '../describe-entry.ts';
import type { JournalEntry } from '../entry.ts';
import type { Gap } from './gaps.ts';

/** At least two equal entries. */
export type EntryGroup = {
  readonly kind: 'group';
  /** Newest first. */
  readonly entries: readonly [JournalEntry, ...JournalEntry[]];
};

/** One entry, or several equal ones. Single entries need no object of their own, because there are many. */
export type EntryItem = JournalEntry | EntryGroup;

/** A row of the timeline. */
export type TimelineItem = EntryItem | ({ readonly kind: 'gap' } & Gap);

/** Returns the entries of a row, newest first. */
export function entriesOf(item: EntryItem): EntryGroup['entries'] {
  return item.kind === 'group' ? item.entries : [item];
}

export function newestOf(item: EntryItem): JournalEntry {
  return item.kind === 'group' ? item.entries[0] : item;
}

/** The entry that stays in the row when newer entries join it. */
export function oldestOf(item: EntryItem): JournalEntry {
  return item.kind === 'group' ? (item.entries.at(-1) ?? item.entries[0]) : item;
}

export function severityOfItem(item: EntryItem): Severity {
  return severityOf(newestOf(item));
}
