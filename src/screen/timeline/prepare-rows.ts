import type { Screen } from '../state/screen.ts';
import { prepareItems } from './timeline-data.ts';
import { timelinePage } from './timeline-page.ts';

/** Entries per slice, which takes up to ten milliseconds. The first slice only removes what the timeline does not show. */
const sliceEntries = 5000;
/** Pause between two slices, for other work. */
const pauseMs = 20;

/**
 * Computes the rows in slices when the journal was read, so that the timeline opens at once. Later changes of the journal
 * wait until it opens, because they cost little.
 */
export function prepareRows({ store }: Screen): () => void {
  let timer: NodeJS.Timeout | undefined;
  let prepared = 0;
  const prepare = () => {
    const state = store.getState();
    if (state.journal === undefined || timelinePage(state) !== undefined) return;
    prepareItems(state.journal, prepared);
    if (prepared >= state.journal.entries.length) return;
    prepared += sliceEntries;
    timer = setTimeout(prepare, pauseMs);
  };
  const unsubscribe = store.subscribe(({ journal }) => {
    if (journal === undefined) return;
    unsubscribe();
    prepare();
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
