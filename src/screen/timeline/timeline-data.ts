import { type Burst, findBursts } from '../../session/journal/bursts.ts';
import { isChange, type JournalEntry } from '../../session/journal/entry.ts';
import { resolveCounts } from '../../session/journal/resolve-counts.ts';
import { describeItem, gapsOf, type TimelineItem, timelineItems } from '../../session/journal/timeline-items.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import type { JournalData, ScreenState } from '../state/screen-state.ts';

const none: readonly TimelineItem[] = [];

const entriesOf = rememberLast(({ entries }: JournalData) => resolveCounts(entries.filter(isChange)));

/** This process watches, so there is no gap at the end. */
const itemsOf = rememberLast((journal: JournalData) =>
  timelineItems(entriesOf(journal), gapsOf(journal.watched, journal.watched.at(-1)?.until ?? 0)),
);

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
  filter === '' ? items : items.filter((item) => item.kind === 'entries' && matchesFilter(textOf(item), filter)),
);

function textOf(item: Extract<TimelineItem, { readonly kind: 'entries' }>): string {
  const { subject, text } = describeItem(item);
  return `${item.entries[0].kind} ${subject} ${text}`;
}

/** Returns the rows that match the filter, newest first. */
export function shownItems({ journal }: ScreenState, filter: string): readonly TimelineItem[] {
  return journal === undefined ? none : filtered(itemsOf(journal), filter);
}

const burstsByEntry = rememberLast((entries: readonly JournalEntry[]): ReadonlyMap<JournalEntry, Burst> => {
  const byEntry = new Map<JournalEntry, Burst>();
  for (const burst of findBursts(entries)) for (const entry of burst.entries) byEntry.set(entry, burst);
  return byEntry;
});

/** Returns the burst that a row belongs to. */
export function burstOf({ journal }: ScreenState, item: TimelineItem | undefined): Burst | undefined {
  if (journal === undefined || item?.kind !== 'entries') return undefined;
  return burstsByEntry(entriesOf(journal)).get(item.entries[0]);
}
