import { changeLogs } from '../state/logs/change-logs.ts';
import { type LogColumn, timeFormats } from '../state/logs/logs-state.ts';
import type { Screen } from '../state/screen.ts';
import { pausedAfter } from './log-page.ts';

export function toggleWrapping(screen: Screen): void {
  const state = screen.store.getState();
  const format = { isWrapped: !state.logs.isWrapped, column: 0 };
  const next = { ...state, logs: { ...state.logs, ...format } };
  changeLogs(screen, { ...format, paused: pausedAfter(state, next) });
}

/** Also turns off wrapping, because wrapped lines cannot be scrolled sideways. */
export function scrollHorizontally(screen: Screen, columns: number): void {
  const { column } = screen.store.getState().logs;
  changeLogs(screen, { isWrapped: false, column: Math.max(0, column + columns) });
}

export function cycleTimeFormat(screen: Screen): void {
  const { time } = screen.store.getState().logs;
  changeLogs(screen, { time: timeFormats[(timeFormats.indexOf(time) + 1) % timeFormats.length] ?? 'written' });
}

export function toggleColumn(screen: Screen, column: LogColumn): void {
  const { hidden } = screen.store.getState().logs;
  changeLogs(screen, {
    hidden: hidden.includes(column) ? hidden.filter((other) => other !== column) : [...hidden, column],
  });
}
