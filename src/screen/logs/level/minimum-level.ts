import { type LogLevel, logLevels } from '../../../logs/log-store.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { setLevel } from '../filter/filter-logs.ts';

/** A minimum level and its letter in the overlay. Undefined means all levels. */
export type LevelChoice = { readonly letter: string; readonly level: LogLevel | undefined };

export const levelChoices: readonly LevelChoice[] = [
  { letter: 'a', level: undefined },
  ...logLevels.map((level) => ({ letter: level.charAt(0).toLowerCase(), level })),
];

/** Formats the minimum level in as few columns as possible: `WARN+`, `all`. */
export function shortLevel(level: LogLevel | undefined): string {
  return level === undefined ? 'all' : `${level}+`;
}

/** Shows fewer lines. TRACE hides no line, so the first step is DEBUG. */
export function raiseLevel(screen: Screen): void {
  const { level = 'TRACE' } = screen.store.getState().logs;
  setLevel(screen, logLevels[logLevels.indexOf(level) + 1]);
}

/** Shows more lines, up to all levels. */
export function lowerLevel(screen: Screen): void {
  const { level = 'TRACE' } = screen.store.getState().logs;
  const lower = logLevels[logLevels.indexOf(level) - 1];
  setLevel(screen, lower === 'TRACE' ? undefined : lower);
}

export function canRaiseLevel({ logs }: ScreenState): true | string {
  return logs.level === logLevels.at(-1) ? `${logs.level} is the highest level` : true;
}

export function canLowerLevel({ logs }: ScreenState): true | string {
  return logs.level === undefined ? 'all levels are shown' : true;
}
