import type { JournalEntry } from '../../session/journal/entry.ts';
import { oldestOf, type TimelineItem } from '../../session/journal/timeline/timeline-item.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** State of the page `timeline`. */
export type TimelinePage = {
  /**
   * The oldest entry of the row under the cursor, so that the cursor stays on its row when newer entries join the row.
   * A gap is bound by its start. undefined for the first row.
   */
  readonly cursor: JournalEntry | number | undefined;
  readonly top: number;
  readonly filter: string;
};

export function timelinePage({ page }: ScreenState): TimelinePage | undefined {
  return page?.id === 'timeline' ? (page.viewState as TimelinePage) : undefined;
}

export function changeTimelinePage({ store }: Screen, part: Partial<TimelinePage>): void {
  store.setState(({ page }) =>
    page?.id === 'timeline' ? { page: { ...page, viewState: { ...(page.viewState as TimelinePage), ...part } } } : {},
  );
}

/** Returns what binds the cursor to a row. */
export function anchorOf(item: TimelineItem | undefined): TimelinePage['cursor'] {
  if (item === undefined) return undefined;
  return item.kind === 'gap' ? item.from : oldestOf(item);
}

/** Returns the index of the row under the cursor. */
export function cursorIndex(items: readonly TimelineItem[], { cursor }: Pick<TimelinePage, 'cursor'>): number {
  return findCursor(items, cursor);
}

const findCursor = rememberLast((items: readonly TimelineItem[], cursor: TimelinePage['cursor']): number => {
  if (cursor === undefined) return 0;
  const anchored = items.findIndex((item) => anchorOf(item) === cursor);
  // An older entry may have joined the row. This takes longer.
  const found = anchored === -1 ? items.findIndex((item) => hasEntry(item, cursor)) : anchored;
  return Math.max(0, found);
});

function hasEntry(item: TimelineItem, cursor: JournalEntry | number): boolean {
  return item.kind === 'group' && typeof cursor !== 'number' && item.entries.includes(cursor);
}
