import { shortNames } from '../draw/short-names.ts';
import type { FittedColumn } from './table-format.ts';

type Known = { readonly width: number; readonly short: ReadonlyMap<string, string> };
const knownNames = new WeakMap<readonly object[], Known>();

/** The same columns, with the names of these items cut so that they still differ. */
export function fitNames<Item extends object>(
  columns: readonly FittedColumn<Item>[],
  items: readonly Item[],
  now: number,
): readonly FittedColumn<Item>[] {
  return columns.map((column) => {
    if (column.isName !== true) return column;
    const { text, columns: width } = column;
    const known = knownNames.get(items);
    const short =
      known?.width === width
        ? known.short
        : shortNames(
            items.map((item) => text(item, now)),
            width,
          );
    knownNames.set(items, { width, short });
    return {
      ...column,
      text: (item: Item) => {
        const name = text(item, now);
        return short.get(name) ?? name;
      },
    };
  });
}
