import { describeOrigin, describePending, levelText } from '../../commands/log-level/describe-levels.ts';
import { loggingFiles } from '../../session/levels/logging-files.ts';
import { cell } from '../draw/fit.ts';
import { windowTop } from '../draw/movement.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { layoutOf } from '../state/layout.ts';
import type { LevelList } from '../state/open/open-levels.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { fitColumns } from '../table/fit-columns.ts';
import { fitNames, widestName } from '../table/fit-names.ts';
import { type Column, formatTitles } from '../table/table-format.ts';
import { windowRows } from '../table/window-rows.ts';
import { type LoggerRow, loggerRows } from './logger-rows.ts';

const columns: readonly Column<LoggerRow>[] = [
  { title: 'LOGGER', importance: 1, width: { min: 24, preferred: 32 }, isName: true, text: ({ name }) => name },
  {
    title: 'LEVEL',
    importance: 2,
    width: 9,
    text: levelText,
    token: ({ pending }) => (pending === undefined ? undefined : 'warning'),
  },
  { title: 'EVENTS', importance: 4, width: 7, align: 'right', text: ({ count }) => (count === 0 ? '' : String(count)) },
  {
    title: 'FROM',
    importance: 3,
    width: { min: 20, preferred: 30 },
    text: ({ origin, pending }, now) =>
      pending === undefined ? describeOrigin(origin) : describePending(pending, now),
  },
];

export type LevelsBox = {
  readonly rectangle: Rectangle;
  readonly rows: readonly string[];
  /** Number of visible loggers. */
  readonly visibleCount: number;
  readonly count: number;
  /** Index of the logger under the cursor. */
  readonly index: number;
};

export function levelsBox(state: ScreenState, { cursor, line }: LevelList): LevelsBox {
  const { theme, serverNow: now } = state;
  const { body } = layoutOf(state);
  const loggers = loggerRows(state, line.text);
  const note = noteOf(state, loggers);
  const rectangle = centred(body, { width: body.width, height: Math.max(1, loggers.length) + 4 });
  const width = rectangle.width - 2;
  const page = Math.max(1, rectangle.height - 4);
  const index = Math.max(
    0,
    loggers.findIndex(({ name }) => name === cursor),
  );
  const top = windowTop(0, index, page, loggers.length);
  const fitted = fitNames(fitColumns(columns, width, widestName(columns, loggers, now)), loggers, now);
  const rows = windowRows(loggers, fitted, { index, top, height: page }, theme, now, ({ pending }) => ({
    isMarked: pending !== undefined,
  }));
  return {
    rectangle,
    rows: [formatTitles(fitted, theme), ...rows, theme.muted(cell(` ${note}`, width))],
    visibleCount: page,
    count: loggers.length,
    index,
  };
}

/** Returns the times at which pods read the logging configuration, or the reason for an empty list. */
function noteOf({ snapshot }: ScreenState, loggers: readonly LoggerRow[]): string {
  if (snapshot?.logging === undefined) return "The cluster's ConfigMap has no logging configuration or cannot be read";
  if (loggers.length === 0) return 'No logger matches the filter';
  const { backend, monitorIntervalSeconds } = snapshot.logging.config;
  const file = loggingFiles[backend];
  if (monitorIntervalSeconds === undefined) return `Pods read ${file} only when they start`;
  return `Existing and new pods read ${file} every ${monitorIntervalSeconds} s`;
}
