import { type Folds, foldKey } from '../../logs/view/folds.ts';
import type { LineId } from '../../logs/view/log-position.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { lineUnderCursor, pausedAfter } from './log-page.ts';

/** Folds or unfolds the stack trace of the event under the cursor. */
export function toggleFold(screen: Screen): void {
  const state = screen.store.getState();
  const lineId = lineUnderCursor(state);
  const head = lineId && headOf(state, lineId);
  if (head === undefined) return;
  const except = new Set(state.logs.folds.except);
  if (!except.delete(foldKey(head))) except.add(foldKey(head));
  fold(screen, { ...state.logs.folds, except });
}

/** Folds or unfolds all stack traces, including those toggled one by one. */
export function toggleFolds(screen: Screen): void {
  const areFolded = !screen.store.getState().logs.folds.areFolded;
  fold(screen, { areFolded, except: new Set() });
  const text = areFolded ? 'Stack traces folded' : 'Stack traces shown in full';
  showMessage(screen, text, 'strong', ({ logs }) => logs.folds.areFolded === areFolded);
}

/** Changes the folds and keeps the cursor visible. A cursor on a stack frame moves to the head of the event. */
function fold(screen: Screen, folds: Folds): void {
  const state = screen.store.getState();
  const lineId = lineUnderCursor(state);
  const isFrame = lineId !== undefined && state.session?.logs.source(lineId.key)?.roleAt(lineId.sequence) === 'frame';
  const cursor = isFrame ? headOf(state, lineId) : lineId;
  const next = { ...state, logs: { ...state.logs, folds } };
  changeLogs(screen, { folds, paused: pausedAfter(state, next, cursor) });
}

function headOf({ session }: ScreenState, { key, sequence }: LineId): LineId | undefined {
  const source = session?.logs.source(key);
  return source && { key, sequence: source.headOf(sequence) };
}
