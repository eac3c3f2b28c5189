import stringWidth from 'string-width';
import { printable } from './printable.ts';

/**
 * A cell wider than this shifts only its own row. Pod names take up to 80 columns, but a job that is named after its
 * SQL may take thousands.
 */
const maxColumnWidth = 120;

/** Formats columns aligned by display width and separated by two spaces. Cells are made printable. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [...tableLines(header, rows, (row) => row)].join('\n');
}

/**
 * Yields the lines of a table. Cells are computed twice, for the widths and for the line, so that a long table is never
 * held in memory.
 */
export function* tableLines<Item>(
  header: readonly string[],
  items: Iterable<Item>,
  cellsOf: (item: Item) => readonly string[],
): Generator<string> {
  const widths = header.map((title) => stringWidth(title));
  for (const item of items) widen(widths, cellsOf(item).map(printable));
  yield formatLine(header, widths);
  for (const item of items) yield formatLine(cellsOf(item).map(printable), widths);
}

function widen(widths: number[], cells: readonly string[]): void {
  cells.forEach((cell, column) => {
    const width = stringWidth(cell);
    if (width <= maxColumnWidth && width > (widths[column] ?? 0)) widths[column] = width;
  });
}

function formatLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))))
    .join('  ')
    .trimEnd();
}
