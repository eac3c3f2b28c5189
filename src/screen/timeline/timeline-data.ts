import { type Burst, findBurst } from '../../session/journal/timeline/bursts.ts';
import { searchedText } from '../../session/journal/timeline/describe-item.ts';
import { gapsOf } from '../../session/journal/timeline/gaps.ts';
import { createShownEntries } from '../../session/journal/timeline/shown-entries.ts';
import type { EntryItem, TimelineItem } from '../../session/journal/timeline/timeline-item.ts';
import { createTimelineItems } from '../../session/journal/timeline/timeline-items.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import type { JournalData, ScreenState } from '../state/screen-state.ts';

const none: readonly TimelineItem[] = [];

const selectShown = createShownEntries();
const entriesOf = rememberLast(({ entries }: JournalData) => selectShown(entries));

const foldEntries = createTimelineItems();

/** This process watches, so there is no gap at the end. */
const itemsOf = rememberLast((journal: JournalData) =>
  foldEntries(entriesOf(journal), gapsOf(journal.watched, journal.watched.at(-1)?.until ?? 0)),
);

/** Computes the rows of the oldest entries. The next call computes only the others. */
export function prepareItems({ entries, watched }: JournalData, count: number): void {
  const oldest = entries.slice(0, count);
  const until = oldest.at(-1)?.at ?? 0;
  itemsOf({ entries: oldest, watched: watched.filter(({ from }) => from <= until) });
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

const filtered = rememberLast((items: readonly TimelineItem[], filter: string) =>
  filter === '' ? items : items.filter((item) => item.kind === 'entries' && matches(item, filter)),
);

type Matches = { readonly filter: string; readonly byItem: WeakMap<EntryItem, boolean> };

let matching: Matches = { filter: '', byItem: new WeakMap() };
/** The filter before, if the last one is its continuation. Its matches are all that can match. */
let wider: Matches | undefined;

function matches(item: EntryItem, filter: string): boolean {
  if (filter !== matching.filter) {
    const isNarrower = matching.filter !== '' && !filter.startsWith('!') && filter.startsWith(matching.filter);
    wider = isNarrower ? matching : undefined;
    matching = { filter, byItem: new WeakMap() };
  }
  const known = matching.byItem.get(item);
  if (known !== undefined) return known;
  const isMatch = wider?.byItem.get(item) !== false && matchesFilter(searchedText(item), filter);
  matching.byItem.set(item, isMatch);
  return isMatch;
}

/** Returns the rows that match the filter, newest first. */
export function shownItems({ journal }: ScreenState, filter: string): readonly TimelineItem[] {
  return journal === undefined ? none : filtered(itemsOf(journal), filter);
}

const burstOfEntry = rememberLast(findBurst);

/** Returns the burst that a row belongs to. */
export function burstOf({ journal }: ScreenState, item: TimelineItem | undefined): Burst | undefined {
  return journal === undefined || item?.kind !== 'entries'
    ? undefined
    : burstOfEntry(entriesOf(journal), item.entries[0]);
}
