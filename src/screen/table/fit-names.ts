import { largest } from '../../text/largest.ts';
import { widthOf } from '../draw/fit.ts';
import { shortNames } from '../draw/short-names.ts';
import type { Column, FittedColumn } from './table-format.ts';

type CachedNames = { readonly width: number; readonly short: ReadonlyMap<string, string> };
const cachedNames = new WeakMap<readonly object[], CachedNames>();
const cachedWidths = new WeakMap<readonly object[], number>();

/** Returns the width of the longest name of these items. */
export function widestName<Item extends object>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
  now: number,
): number {
  const cached = cachedWidths.get(items);
  if (cached !== undefined) return cached;
  const column = columns.find(({ isName }) => isName === true);
  const width = column === undefined ? 0 : largest(items.map((item) => widthOf(column.text(item, now, maxNameWidth))));
  cachedWidths.set(items, width);
  return width;
}

/** Names do not depend on the width. */
const maxNameWidth = 1000;

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
            items.map((item) => text(item, now, width)),
            width,
          );
    cachedNames.set(items, { width, short });
    return {
      ...column,
      text: (item: Item) => {
        const name = text(item, now, width);
        return short.get(name) ?? name;
      },
    };
  });
}
