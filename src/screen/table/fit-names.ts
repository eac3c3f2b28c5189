import { shortNames } from '../draw/short-names.ts';
import type { FittedColumn } from './table-format.ts';

type CachedNames = { readonly width: number; readonly short: ReadonlyMap<string, string> };
const cachedNames = new WeakMap<readonly object[], CachedNames>();

/** Makes the name column shorten the long names of these items, and keeps the names distinct if possible. */
export function fitNames<Item extends object>(
  columns: readonly FittedColumn<Item>[],
  items: readonly Item[],
  now: number,
): readonly FittedColumn<Item>[] {
  return columns.map((column) => {
    if (column.isName !== true) return column;
    const { text, columns: width } = column;
    const cached = cachedNames.get(items);
    const short =
      cached?.width === width
        ? cached.short
        : shortNames(
            items.map((item) => text(item, now)),
            width,
          );
    cachedNames.set(items, { width, short });
    return {
      ...column,
      text: (item: Item) => {
        const name = text(item, now);
        return short.get(name) ?? name;
      },
    };
  });
}
