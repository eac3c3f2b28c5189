import { widthOf, wrap } from './fit.ts';
import type { Size } from './rectangle.ts';

const smallest: Size = { columns: 60, rows: 15 };

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

/** The size that is needed, in the longest form that this terminal has room for. */
export function tooSmallRows({ columns, rows }: Size): readonly string[] {
  const needed = `${smallest.columns}x${smallest.rows}`;
  const size = `${columns}x${rows}`;
  const forms = [
    `flink-tui needs ${needed}, this is ${size}.\nMake it larger, or press q to quit.`,
    `needs ${needed}, this is ${size}, q quits`,
    `needs ${needed}`,
  ];
  const fits = (form: string) =>
    form.split(/\s/).every((word) => widthOf(word) <= columns) && wrap(form, columns, rows + 1, 'words').length <= rows;
  const form = forms.find(fits) ?? needed;
  return wrap(form, Math.max(1, columns), Math.max(1, rows), 'words');
}
