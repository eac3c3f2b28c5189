import { type Burst, findBurst } from '../../session/journal/timeline/bursts.ts';
import { searchedText } from '../../session/journal/timeline/describe-item.ts';
import { gapsOf } from '../../session/journal/timeline/gaps.ts';
import { createShownEntries } from '../../session/journal/timeline/shown-entries.ts';
import { newestOf, type TimelineItem } from '../../session/journal/timeline/timeline-item.ts';
import { createTimelineFold } from '../../session/journal/timeline/timeline-items.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { createListFilter } from '../state/list/filter-list.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import type { JournalData, ScreenState } from '../state/screen-state.ts';

const none: readonly TimelineItem[] = [];

const selectShown = createShownEntries();
const entriesOf = rememberLast(({ entries }: JournalData) => selectShown(entries));

const fold = createTimelineFold();

/** This process watches, so there is no gap at the end. */
const gapsIn = ({ watched }: JournalData) => gapsOf(watched, watched.at(-1)?.until ?? 0);

const itemsOf = rememberLast((journal: JournalData) => {
  fold.read(entriesOf(journal), gapsIn(journal));
  return fold.rows();
});

/** Computes the rows of the oldest entries. The next call computes only the others. */
export function prepareItems(journal: JournalData, count: number): void {
  fold.read(entriesOf(journal), gapsIn(journal), count);
}

/**
 * Returns the time until which this process has watched the cluster, in epoch ms. The state of the journal is older,
 * because it changes only with new entries.
 */
function watchedUntil({ snapshot, serverNow }: ScreenState): number {
  const link = snapshot?.links.kubernetes;
  return link !== undefined && 'reason' in link ? Math.min(link.since, serverNow) : serverNow;
}

const withEnd = rememberLast((watched: JournalData['watched'], minute: number): JournalData['watched'] => {
  const last = watched.at(-1);
  return last === undefined ? watched : [...watched.slice(0, -1), { from: last.from, until: (minute + 1) * 60_000 }];
});

/** Returns the watched time, whose end has a precision of one minute. */
export function watchedTime(state: ScreenState): JournalData['watched'] {
  return withEnd(state.journal?.watched ?? [], Math.floor(watchedUntil(state) / 60_000));
}

const filterItems = createListFilter<TimelineItem>(
  (item, filter) => item.kind !== 'gap' && matchesFilter(searchedText(item), filter),
);

/** Returns the rows that match the filter, newest first. */
export function shownItems({ journal }: ScreenState, filter: string): readonly TimelineItem[] {
  return journal === undefined ? none : filterItems(itemsOf(journal), filter);
}

const burstOfEntry = rememberLast(findBurst);

/** Returns the burst that a row belongs to. */
export function burstOf({ journal }: ScreenState, item: TimelineItem | undefined): Burst | undefined {
  return journal === undefined || item === undefined || item.kind === 'gap'
    ? undefined
    : burstOfEntry(entriesOf(journal), newestOf(item));
}
