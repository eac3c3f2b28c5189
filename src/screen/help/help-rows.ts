import { largest } from '../../text/largest.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import type { Theme } from '../theme/theme.ts';
import { type HelpEntry, type HelpSection, wordsOf } from './help-sections.ts';

export type HelpColumns = {
  readonly count: number;
  /** Width of all columns with the gaps between them. */
  readonly width: number;
};

const gap = 3;
const indent = 2;
/** Most key names are not wider, so the texts of most sections start in the same column. */
const minNameWidth = 10;
const maxRowsOfText = 20;

/** Formats the sections. Each section has its own columns, so that its entries stay together. */
export function helpRows(
  sections: readonly HelpSection[],
  { count, width }: HelpColumns,
  search: string,
  theme: Theme,
): readonly string[] {
  const columnWidth = Math.max(0, Math.floor((width - gap * (count - 1)) / count));
  const pattern = patternOf(search);
  return sections.flatMap(({ title, entries }, index) => {
    const nameWidth = nameWidthOf(entries, columnWidth);
    const cells = entries.map((entry) => formatEntry(entry, { columnWidth, nameWidth, pattern, theme }));
    const rest = cell('', width - columnWidth * count - gap * (count - 1));
    const rows = sideBySide(cells, count, columnWidth).map((row) => row + rest);
    return [...(index === 0 ? [] : [' '.repeat(width)]), theme.strong(cell(title, width)), ...rows];
  });
}

/** Returns the width of one column in which no text has to be wrapped. */
export function naturalWidth(sections: readonly HelpSection[]): number {
  return largest(
    sections.flatMap(({ entries }) => {
      const nameWidth = nameWidthOf(entries, Number.POSITIVE_INFINITY);
      return entries.map(({ help }) => indent + nameWidth + 1 + widthOf(help));
    }),
  );
}

function nameWidthOf(entries: readonly HelpEntry[], columnWidth: number): number {
  const limit = Math.floor(columnWidth * 0.42);
  const widths = entries.map(nameOf).map(widthOf);
  return largest(
    widths.filter((width) => width <= limit),
    Math.min(limit, minNameWidth),
  );
}

type EntryFormat = {
  readonly columnWidth: number;
  readonly nameWidth: number;
  readonly pattern: RegExp | undefined;
  readonly theme: Theme;
};

/** Formats an entry. A name that is too wide has its own row. */
function formatEntry(entry: HelpEntry, { columnWidth, nameWidth, pattern, theme }: EntryFormat): readonly string[] {
  const name = nameOf(entry);
  const paintText = (text: string) => (pattern === undefined ? text : text.replace(pattern, theme['log.match']));
  const paintName = (text: string) => theme.key(paintText(text));
  const start = ' '.repeat(indent);
  const texts = wrap(entry.help, columnWidth - indent - nameWidth - 1, maxRowsOfText, 'words');
  const isWide = widthOf(name) > nameWidth;
  const names = isWide ? wrap(name, columnWidth - indent, maxRowsOfText, 'words') : [];
  return [
    ...names.map((row) => start + paintName(cell(row, columnWidth - indent))),
    ...texts.map((text, index) => {
      const shown = cell(index === 0 && !isWide ? name : '', nameWidth);
      return `${start}${paintName(shown)} ${paintText(cell(text, columnWidth - indent - nameWidth - 1))}`;
    }),
  ];
}

/** Puts cells into columns of about the same height, from top to bottom. All rows of a cell have the same width. */
function sideBySide(cells: readonly (readonly string[])[], count: number, columnWidth: number): readonly string[] {
  const height = Math.ceil(cells.flat().length / count);
  const columns = Array.from({ length: count }, (): string[] => []);
  let filled = 0;
  for (const rows of cells) {
    if ((columns[filled]?.length ?? 0) >= height) filled += 1;
    for (const row of rows) columns[filled]?.push(row);
  }
  return Array.from({ length: largest(columns.map(({ length }) => length)) }, (_, row) =>
    columns.map((column) => column[row] ?? ' '.repeat(columnWidth)).join(' '.repeat(gap)),
  );
}

function nameOf({ names }: HelpEntry): string {
  return names.join(' ');
}

/** Returns a pattern of the words of the search, or undefined if it is a key name. */
function patternOf(search: string): RegExp | undefined {
  const words = wordsOf(search).map((word) => word.replace(/[^\p{L}\p{N}\s]/gu, '\\$&'));
  return words.length === 0 || search.length === 1 ? undefined : new RegExp(words.join('|'), 'giu');
}
