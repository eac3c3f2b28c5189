import stringWidth from 'string-width';
import { printable } from './printable.ts';

/**
 * A cell wider than this moves the rest of its own row only, and not that of all the others. Names of pods have up to
 * 80 columns, of loggers and images more; a job that is named by its SQL may have thousands.
 */
const widestColumn = 120;

/** Columns aligned by display width, two blanks between them. Cells may hold anything: they are made printable. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [...tableLines(header, rows, (row) => row)].join('\n');
}

/** The lines of a table. Cells are made twice, for the widths and for the line, so that a long table is never held whole. */
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
    if (width <= widestColumn && width > (widths[column] ?? 0)) widths[column] = width;
  });
}

function formatLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))))
    .join('  ')
    .trimEnd();
}
