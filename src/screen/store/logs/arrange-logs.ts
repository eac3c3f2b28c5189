import type { Screen } from '../screen.ts';
import { changeLogs } from './change-logs.ts';
import { pausedAfter } from './log-page.ts';
import { type LogColumn, timeForms } from './logs-state.ts';

export function toggleWrapping(screen: Screen): void {
  const state = screen.store.getState();
  const arranged = { isWrapped: !state.logs.isWrapped, column: 0 };
  const changed = { ...state, logs: { ...state.logs, ...arranged } };
  changeLogs(screen, { ...arranged, paused: pausedAfter(state, changed) });
}

export function scrollSideways(screen: Screen, columns: number): void {
  const { column } = screen.store.getState().logs;
  changeLogs(screen, { isWrapped: false, column: Math.max(0, column + columns) });
}

/** The next way to write a line's time. */
export function changeTimes(screen: Screen): void {
  const { time } = screen.store.getState().logs;
  changeLogs(screen, { time: timeForms[(timeForms.indexOf(time) + 1) % timeForms.length] ?? 'written' });
}

export function toggleColumn(screen: Screen, column: LogColumn): void {
  const { hidden } = screen.store.getState().logs;
  changeLogs(screen, {
    hidden: hidden.includes(column) ? hidden.filter((other) => other !== column) : [...hidden, column],
  });
}

/** Init containers and those beside the main one too, or the main one alone. */
export function toggleContainers(screen: Screen): void {
  const { areAllContainers } = screen.store.getState().logs;
  changeLogs(screen, { areAllContainers: !areAllContainers, paused: undefined });
}
