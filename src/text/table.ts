import stringWidth from 'string-width';
import { printable } from './printable.ts';

/**
 * A cell wider than this moves the rest of its own row only, and not that of all the others. Names of pods have up to
 * 80 columns, of loggers and images more; a job that is named by its SQL may have thousands.
 */
const widestColumn = 120;

/** Columns aligned by display width, two blanks between them. Cells may hold anything: they are made printable. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows.map((row) => row.map(printable))];
  const widths = header.map((_, column) => widthOfColumn(lines, column));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function widthOfColumn(lines: readonly (readonly string[])[], column: number): number {
  let widest = 0;
  for (const line of lines) {
    const width = stringWidth(line[column] ?? '');
    if (width > widest && width <= widestColumn) widest = width;
  }
  return widest;
}
