import type { Severity } from '../describe-entry.ts';
import type { JournalEntry } from '../entry.ts';
import type { Gap } from './gaps.ts';

/** One entry, or several equal ones. */
export type EntryItem = {
  readonly kind: 'entries';
  /** Newest first. */
  readonly entries: readonly [JournalEntry, ...JournalEntry[]];
  readonly severity: Severity;
};

/** A row of the timeline. */
export type TimelineItem = EntryItem | ({ readonly kind: 'gap' } & Gap);
