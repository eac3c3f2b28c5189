import type { JournalEntry } from '../entry.ts';
import { createMergedEntries } from './merged-entries.ts';
import { createSegments } from './segments.ts';
import { createTimeSlice } from './time-slice.ts';
import { type Interval, watchedTime } from './watched-intervals.ts';

/** The journal of one Deployment. */
export type JournalContent = {
  /** Sorted by time, each change once. */
  readonly entries: readonly JournalEntry[];
  /** Number of older entries that are not in `entries`. */
  readonly omitted: number;
  readonly watched: readonly Interval[];
  readonly problems: readonly string[];
  /** Set if the folder cannot be read. */
  readonly failure: string | undefined;
};

export type ReadOptions = {
  readonly maxEntries?: number;
  /** Called for each entry, also for those that are omitted, oldest first. Must not throw. */
  readonly onEntry?: (entry: JournalEntry) => void;
};

export const defaultMaxEntries = 100_000;

/** Reads the journal in a folder of `findJournals` without recording anything. Never rejects. */
export async function readJournal(
  folder: string,
  { maxEntries = defaultMaxEntries, onEntry }: ReadOptions = {},
): Promise<JournalContent> {
  const segments = createSegments(folder, () => false);
  const entries = createMergedEntries(maxEntries);
  const slice = createTimeSlice();
  await entries.merge(await segments.read(slice), slice, { onEntry });
  return {
    entries: entries.list(),
    omitted: entries.omitted(),
    watched: watchedTime(segments.watchedByWriter().values()),
    problems: segments.problems(),
    failure: segments.failure(),
  };
}
