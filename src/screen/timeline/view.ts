import { describeItem } from '../../session/journal/timeline/describe-item.ts';
import { newestOf, severityOfItem, type TimelineItem } from '../../session/journal/timeline/timeline-item.ts';
import { cursorPosition } from '../draw/frame/scroll-position.ts';
import { moveBy } from '../draw/movement.ts';
import { layoutOf } from '../state/layout.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { closePage, openPage } from '../state/pages.ts';
import { copyAndShow, showMessage } from '../state/run/show-message.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { filterText } from '../table/table-filter.ts';
import { lanesHelp } from './lanes.ts';
import { openMoment } from './open-moment.ts';
import { prepareRows } from './prepare-rows.ts';
import { shownItems } from './timeline-data.ts';
import { anchorOf, changeTimelinePage, cursorIndex, type TimelinePage, timelinePage } from './timeline-page.ts';
import { timelineBox, topOf } from './timeline-rows.ts';

/** Page with what happened in the cluster, newest first. It replaces the panes. */
export const timeline = view<TimelinePage>({
  id: 'timeline',
  title: 'Timeline',
  kind: 'page',
  bindings: [
    {
      action: 'timeline.open',
      keys: ['enter'],
      hint: 'open',
      help: `Open the job, or the log of the pod at that time. Columns: ${lanesHelp}`,
      available: hasItem,
      run: (screen) => {
        const item = itemUnderCursor(screen.store.getState());
        if (item !== undefined) openMoment(screen, item);
      },
    },
    {
      action: 'timeline.older-problem',
      keys: ['!', 'n'],
      hint: 'problem',
      help: 'Go to the next older problem',
      run: (screen) => goToProblem(screen, 1),
    },
    {
      action: 'timeline.newer-problem',
      keys: ['N'],
      help: 'Go to the next newer problem',
      run: (screen) => goToProblem(screen, -1),
    },
    {
      action: 'timeline.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'Filter by kind, subject and text',
      run: (screen) => openFilter(screen, 'timeline'),
    },
    {
      action: 'timeline.copy',
      keys: ['y'],
      hint: 'copy',
      help: 'Copy the row',
      available: hasItem,
      run: (screen) => {
        const item = itemUnderCursor(screen.store.getState());
        if (item === undefined || item.kind === 'gap') return;
        const { subject, text } = describeItem(item);
        copyAndShow(screen, `${new Date(newestOf(item).at).toISOString()} ${subject}: ${text}`);
      },
    },
    {
      action: 'timeline.close',
      keys: ['escape'],
      hint: 'back',
      isAlwaysShown: true,
      help: 'Clear the filter, or go back to the panes',
      run: (screen, { filter }) => {
        if (filter === '') closePage(screen);
        else setFilter(screen, '');
      },
    },
  ],
  opens: [
    {
      viewId: 'any',
      action: 'timeline.show',
      keys: ['T'],
      hint: 'timeline',
      help: 'Show what happened, with the last problem under the cursor',
      run: openTimeline,
    },
  ],
  move: (screen, movement) => {
    const state = screen.store.getState();
    const page = timelinePage(state);
    if (page === undefined) return;
    const { index, count, pageHeight } = timelineBox(state, page);
    select(screen, moveBy(index, movement, pageHeight, count - 1));
  },
  filter: {
    text: (state) => timelinePage(state)?.filter ?? '',
    set: setFilter,
  },
  status: (state) => filterText(timelinePage(state)?.filter ?? '') ?? '',
  watch: prepareRows,
  draw: {
    box: (state, page) => {
      const { rows, index, count } = timelineBox(state, page);
      return {
        rectangle: layoutOf(state).body,
        title: 'Timeline',
        position: cursorPosition(index, count),
        isFocused: true,
        text: rows.join('\n'),
      };
    },
  },
});

function openTimeline(screen: Screen): void {
  const state = screen.store.getState();
  if (timelinePage(state) !== undefined) return;
  const items = shownItems(state, '');
  const problem = items.find(isProblem);
  const viewState: TimelinePage = { cursor: anchorOf(problem ?? items[0]), top: 0, filter: '' };
  openPage(screen, { id: 'timeline', jobId: undefined, viewState });
}

function isProblem(item: TimelineItem): boolean {
  return item.kind !== 'gap' && severityOfItem(item) === 'problem';
}

function hasItem(state: ScreenState): true | string {
  return itemUnderCursor(state) === undefined ? 'no entry under the cursor' : true;
}

function itemUnderCursor(state: ScreenState) {
  const page = timelinePage(state);
  if (page === undefined) return undefined;
  const items = shownItems(state, page.filter);
  return items[cursorIndex(items, page)];
}

function select(screen: Screen, index: number): void {
  const state = screen.store.getState();
  const page = timelinePage(state);
  if (page === undefined) return;
  const cursor = anchorOf(shownItems(state, page.filter)[index]);
  changeTimelinePage(screen, { cursor, top: topOf(state, { ...page, cursor }) });
}

function goToProblem(screen: Screen, step: 1 | -1): void {
  const state = screen.store.getState();
  const page = timelinePage(state);
  if (page === undefined) return;
  const items = shownItems(state, page.filter);
  let index = cursorIndex(items, page) + step;
  for (let item = items[index]; item !== undefined; item = items[index]) {
    if (isProblem(item)) {
      select(screen, index);
      return;
    }
    index += step;
  }
  showMessage(screen, step === 1 ? 'no older problem' : 'no newer problem', 'warning');
}

function setFilter(screen: Screen, filter: string): void {
  changeTimelinePage(screen, { filter, top: 0 });
}
