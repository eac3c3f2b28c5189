import { type Column, type FittedColumn, gap, markWidth } from './table-format.ts';

/**
 * Returns the most important columns that fit a table of this width, each with its own width. A wider table never has
 * fewer columns. Width that no column needs stays free at the right.
 */
export function fitColumns<Item>(
  columns: readonly Column<Item>[],
  width: number,
  widestName = Number.POSITIVE_INFINITY,
): readonly FittedColumn<Item>[] {
  const shown = mostImportant(columns, width);
  const widths = new Map(shown.map((column) => [column, narrowest(column)]));
  let free = Math.max(0, width - markWidth + gap - totalWidth(shown));
  const widen = (column: Column<Item>, by: number) => {
    widths.set(column, (widths.get(column) ?? 0) + by);
    free -= by;
  };
  for (const column of byImportance(shown)) {
    const wanted = preferred(column, widestName) - narrowest(column);
    if (wanted > free && !isFlexible(column)) break;
    widen(column, Math.min(wanted, free));
  }
  const flexible = shown.filter(isFlexible);
  for (const column of flexible) {
    const room = Math.max(0, widest(column, widestName) - (widths.get(column) ?? 0));
    widen(column, Math.min(room, column === flexible.at(-1) ? free : Math.floor(free / 2)));
  }
  return withFreeWidth(
    shown.map((column) => ({ ...column, columns: Math.min(widths.get(column) ?? 0, Math.max(0, width - markWidth)) })),
    free,
  );
}

function mostImportant<Item>(columns: readonly Column<Item>[], width: number): readonly Column<Item>[] {
  const ranked = byImportance(columns);
  const count = ranked.findIndex((_, index) => totalWidth(ranked.slice(0, index + 1)) > width - markWidth + gap);
  const kept = new Set(count === -1 ? ranked : ranked.slice(0, Math.max(1, count)));
  return columns.filter((column) => kept.has(column));
}

const byImportance = <Item>(columns: readonly Column<Item>[]) =>
  columns.toSorted((a, b) => a.importance - b.importance);

const totalWidth = <Item>(columns: readonly Column<Item>[]) =>
  columns.reduce((sum, column) => sum + narrowest(column) + gap, 0);

function narrowest<Item>({ width }: Column<Item>): number {
  if (typeof width === 'number') return width;
  return 'short' in width ? width.short : width.min;
}

function preferred<Item>({ width, isName }: Column<Item>, widestName: number): number {
  if (typeof width === 'number') return width;
  if ('short' in width) return width.long;
  const { min, preferred: wanted = min } = width;
  return isName === true ? Math.max(min, Math.min(wanted, widestName)) : wanted;
}

const isFlexible = <Item>({ width }: Column<Item>) => typeof width !== 'number' && 'min' in width;

function widest<Item>(column: Column<Item>, widestName: number): number {
  return column.isName === true ? Math.max(narrowest(column), widestName) : Number.POSITIVE_INFINITY;
}

/** Gives the free width to the last column, so that every row fills the table. */
function withFreeWidth<Item>(columns: readonly FittedColumn<Item>[], free: number): readonly FittedColumn<Item>[] {
  const last = columns.at(-1);
  if (last === undefined || free === 0) return columns;
  if (last.align !== 'right') return [...columns.slice(0, -1), { ...last, columns: last.columns + free }];
  return [...columns, { title: '', importance: 0, width: 0, text: () => '', columns: Math.max(0, free - gap) }];
}
