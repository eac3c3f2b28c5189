import { foldKey } from '../../../logs/view/folds.ts';
import { type Screen, say } from '../screen.ts';
import { changeLogs } from './change-logs.ts';
import { cursorRow, lineUnderCursor, logPage, pausedOn } from './log-page.ts';

/** The stack trace of the event under the cursor. */
export function toggleFold(screen: Screen): void {
  const state = screen.store.getState();
  const { folds } = state.logs;
  const place = lineUnderCursor(state);
  const source = place && state.session?.logs.source(place.key);
  if (place === undefined || source === undefined) return;
  const head = { key: place.key, sequence: source.headOf(place.sequence) };
  const except = new Set(folds.except);
  if (!except.delete(foldKey(head))) except.add(foldKey(head));
  const cursor = source.roleAt(place.sequence) === 'frame' ? head : place;
  const row = Math.max(0, cursorRow(logPage(state), cursor));
  const next = { ...state, logs: { ...state.logs, folds: { ...folds, except } } };
  changeLogs(screen, { folds: next.logs.folds, paused: pausedOn(next, cursor, row) });
}

/** Every stack trace, whatever was done to single ones. */
export function toggleFolds(screen: Screen): void {
  const areFolded = !screen.store.getState().logs.folds.areFolded;
  changeLogs(screen, { folds: { areFolded, except: new Set() } });
  say(screen, areFolded ? 'stack traces are folded' : 'stack traces are shown in full');
}
