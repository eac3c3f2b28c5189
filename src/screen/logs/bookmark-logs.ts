import type { LineId } from '../../logs/view/log-position.ts';
import { positionAfter } from '../../logs/view/merged-lines.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { shownLogs } from '../state/logs/followed-logs.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { isSameLine } from './lines/is-bookmarked.ts';
import { lineUnderCursor, pausedOn } from './log-page.ts';

export function toggleBookmark(screen: Screen): void {
  const state = screen.store.getState();
  const lineId = lineUnderCursor(state);
  if (lineId === undefined) return;
  const others = state.logs.bookmarks.filter((bookmark) => !isSameLine(bookmark, lineId));
  const isNew = others.length === state.logs.bookmarks.length;
  changeLogs(screen, { bookmarks: isNew ? [...others, lineId] : others });
}

/** Moves the cursor to the next bookmark in the shown logs, and wraps around to the first. */
export function goToBookmark(screen: Screen): void {
  const state = screen.store.getState();
  const logs = shownLogs(state);
  const shown = state.logs.bookmarks
    .filter(({ key, sequence }) =>
      logs.some(({ source, matchesFilter }) => source.key === key && matchesFilter(sequence)),
    )
    .sort((a, b) => timeOf(state, a) - timeOf(state, b) || a.sequence - b.sequence);
  const cursor = lineUnderCursor(state);
  const position = cursor && positionAfter(logs, cursor);
  const next =
    shown.find(({ key, sequence }) => position === undefined || sequence >= (position.get(key) ?? 0)) ?? shown[0];
  if (next === undefined) showMessage(screen, 'No bookmarks in the shown logs', 'warning');
  else changeLogs(screen, { paused: pausedOn(state, next) });
}

function timeOf({ session }: ScreenState, { key, sequence }: LineId): number {
  return session?.logs.source(key)?.timeAt(sequence) ?? 0;
}
