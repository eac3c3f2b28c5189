import type { Theme } from '../theme/theme.ts';

/** Rows that were formatted already, by the identity of what they show; `key` says in which form. */
export function createRowCache<Item extends object>(): (
  item: Item,
  theme: Theme,
  key: string,
  format: () => string,
) => string {
  const rows = new WeakMap<Item, { readonly theme: Theme; readonly key: string; readonly row: string }>();
  return (item, theme, key, format) => {
    const known = rows.get(item);
    if (known !== undefined && known.key === key && known.theme === theme) return known.row;
    const row = format();
    rows.set(item, { theme, key, row });
    return row;
  };
}
