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
  const place = lineUnderCursor(state);
  if (place === undefined) return;
  const others = state.logs.bookmarks.filter((bookmark) => !isSameLine(bookmark, place));
  const isNew = others.length === state.logs.bookmarks.length;
  changeLogs(screen, { bookmarks: isNew ? [...others, place] : others });
}

/** To the next one towards the end among the logs that are shown, then round to the first. */
export function goToBookmark(screen: Screen): void {
  const state = screen.store.getState();
  const logs = shownLogs(state);
  const shown = state.logs.bookmarks
    .filter(({ key, sequence }) => logs.some(({ source, matchesFilter: passes }) => source.key === key && passes(sequence)))
    .sort((a, b) => timeOf(state, a) - timeOf(state, b) || a.sequence - b.sequence);
  const from = lineUnderCursor(state);
  const cut = from && positionAfter(logs, from);
  const next = shown.find(({ key, sequence }) => cut === undefined || sequence >= (cut.get(key) ?? 0)) ?? shown[0];
  if (next === undefined) showMessage(screen, 'no bookmark in what is shown', 'warning');
  else changeLogs(screen, { paused: pausedOn(state, next) });
}

function timeOf({ session }: ScreenState, { key, sequence }: LineId): number {
  return session?.logs.source(key)?.timeAt(sequence) ?? 0;
}
