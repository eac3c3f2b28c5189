import stringWidth from 'string-width';
import { printable } from './printable.ts';

/** A cell wider than this moves the rest of its own row only, and not that of all the others. */
const widestColumn = 60;

/** Columns aligned by display width, two blanks between them. Cells may hold anything: they are made printable. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows.map((row) => row.map(printable))];
  const widths = header.map((_, column) =>
    Math.max(...lines.map((line) => stringWidth(line[column] ?? '')).filter((width) => width <= widestColumn)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
