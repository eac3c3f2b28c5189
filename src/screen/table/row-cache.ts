import type { Theme } from '../theme/theme.ts';

/** Creates a cache of formatted rows by item. A row is formatted again if its `key` or the theme changes. */
export function createRowCache<Item extends object>(): (
  item: Item,
  theme: Theme,
  key: string,
  format: () => string,
) => string {
  const rows = new WeakMap<Item, { readonly theme: Theme; readonly key: string; readonly row: string }>();
  return (item, theme, key, format) => {
    const cached = rows.get(item);
    if (cached !== undefined && cached.key === key && cached.theme === theme) return cached.row;
    const row = format();
    rows.set(item, { theme, key, row });
    return row;
  };
}
