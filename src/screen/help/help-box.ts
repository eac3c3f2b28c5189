import type { Line } from '../draw/edit-line.ts';
import { cell } from '../draw/fit.ts';
import { rangePosition } from '../draw/frame/scroll-position.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { layoutOf } from '../state/layout.ts';
import type { Box } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { type HelpColumns, helpRows, naturalWidth } from './help-rows.ts';
import { type HelpSection, searchSections } from './help-sections.ts';

export type ShownHelp = {
  readonly sections: readonly HelpSection[];
  readonly search: Line;
  readonly isTyping: boolean;
  readonly top: number;
};

/** Widths of the screen from which on the help has this number of columns. */
const columnCounts = [
  { from: 180, count: 3 },
  { from: 120, count: 2 },
] as const;
const frameWidth = 4;
const minWidth = 40;

export type HelpBox = {
  readonly rectangle: Rectangle;
  /** All rows of the search result, painted, inside the frame. */
  readonly rows: readonly string[];
  /** Number of visible rows. */
  readonly height: number;
};

/** Lays out the help. While the user searches, its size does not change. */
export function helpBox(state: ScreenState, { sections, search }: ShownHelp): HelpBox {
  const { theme } = state;
  const { body } = layoutOf(state);
  const count = state.isScreenReader ? 1 : (columnCounts.find(({ from }) => body.width >= from)?.count ?? 1);
  const wanted = count > 1 ? body.width : Math.max(minWidth, naturalWidth(sections)) + frameWidth;
  const columns = columnsOf(count, Math.max(0, Math.min(body.width, wanted) - frameWidth));
  const { length } = allRows(sections, columns, '', theme);
  const rectangle = centred(body, { width: columns.width + frameWidth, height: length + 2 });
  const found = foundSections(sections, search.text);
  const rows =
    found.length > 0
      ? foundRows(found, columns, search.text, theme)
      : [theme.muted(cell(noMatch(search.text), columns.width))];
  return { rectangle, rows, height: rectangle.height - 2 };
}

export function drawHelp(state: ScreenState, help: ShownHelp): Box {
  const { rectangle, rows, height } = helpBox(state, help);
  const shown = rows.slice(help.top, help.top + height);
  const blanks = Array.from({ length: height - shown.length }, () => cell('', rectangle.width - frameWidth));
  const text = [...shown, ...blanks].map((row) => ` ${row} `).join('\n');
  const position = rangePosition(help.top, height, rows.length);
  return { rectangle, title: 'Help', note: noteOf(help), position, isFocused: true, text };
}

function noteOf({ search, isTyping }: ShownHelp): string | undefined {
  return search.text === '' && !isTyping ? undefined : `/${search.text}`;
}

function noMatch(search: string): string {
  return `No key or command matches "${search}"`;
}

// Cached, because the help is drawn again with every change of the panes below.
const columnsOf = rememberLast((count: number, width: number): HelpColumns => ({ count, width }));
const foundSections = rememberLast(searchSections);
const allRows = rememberLast(helpRows);
const foundRows = rememberLast(helpRows);
