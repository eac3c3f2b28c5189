import { widthOf, wrap } from './fit.ts';
import type { Size } from './rectangle.ts';

const minimum: Size = { columns: 60, rows: 15 };

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < minimum.columns || rows < minimum.rows;
}

/** Returns the required size in the longest form that fits this terminal. */
export function tooSmallRows({ columns, rows }: Size): readonly string[] {
  const needed = `${minimum.columns}x${minimum.rows}`;
  const size = `${columns}x${rows}`;
  const forms = [
    `flink-tui needs ${needed}, but the terminal is ${size}.\nMake it larger, or press q to quit.`,
    `needs ${needed}, this is ${size}, q quits`,
    `needs ${needed}`,
  ];
  const fits = (form: string) =>
    form.split(/\s/).every((word) => widthOf(word) <= columns) && wrap(form, columns, rows + 1, 'words').length <= rows;
  const form = forms.find(fits) ?? needed;
  return wrap(form, Math.max(1, columns), Math.max(1, rows), 'words');
}
