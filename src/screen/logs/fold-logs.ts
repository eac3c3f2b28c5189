import { type Folds, foldKey } from '../../logs/view/folds.ts';
import type { LineId } from '../../logs/view/log-position.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { lineUnderCursor, pausedAfter } from './log-page.ts';

/** The stack trace of the event under the cursor. */
export function toggleFold(screen: Screen): void {
  const state = screen.store.getState();
  const place = lineUnderCursor(state);
  const head = place && headOf(state, place);
  if (head === undefined) return;
  const except = new Set(state.logs.folds.except);
  if (!except.delete(foldKey(head))) except.add(foldKey(head));
  fold(screen, { ...state.logs.folds, except });
}

/** Every stack trace, whatever was done to single ones. */
export function toggleFolds(screen: Screen): void {
  const areFolded = !screen.store.getState().logs.folds.areFolded;
  fold(screen, { areFolded, except: new Set() });
  const text = areFolded ? 'stack traces are folded' : 'stack traces are shown in full';
  showMessage(screen, text, 'strong', ({ logs }) => logs.folds.areFolded === areFolded);
}

/** The cursor stays in sight: a frame's may go, the head of its event is always there. */
function fold(screen: Screen, folds: Folds): void {
  const state = screen.store.getState();
  const place = lineUnderCursor(state);
  const isFrame = place !== undefined && state.session?.logs.source(place.key)?.roleAt(place.sequence) === 'frame';
  const cursor = isFrame ? headOf(state, place) : place;
  const changed = { ...state, logs: { ...state.logs, folds } };
  changeLogs(screen, { folds, paused: pausedAfter(state, changed, cursor) });
}

function headOf({ session }: ScreenState, { key, sequence }: LineId): LineId | undefined {
  const source = session?.logs.source(key);
  return source && { key, sequence: source.headOf(sequence) };
}
