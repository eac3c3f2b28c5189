import { sameItems } from '../../../session/watch/reuse-if-equal.ts';
import { rememberLast } from '../../draw/remember-last.ts';

/** One way to sort a table. Items without a value are always last, in their default order. */
export type SortKey<Item, Context = unknown> = {
  /** The title of its column. */
  readonly title: string;
  /** The direction that is used first. */
  readonly first: SortDirection;
  /** What the two directions mean: `newest first`. */
  readonly meaning: { readonly [Direction in SortDirection]: string };
  readonly value: (item: Item, context: Context) => string | number | undefined;
};
export type SortDirection = 'ascending' | 'descending';

export const aToZ = { ascending: 'A to Z', descending: 'Z to A' } as const;
/** For numbers, of which the largest matter most. */
export const mostFirst = {
  first: 'descending',
  meaning: { ascending: 'least first', descending: 'most first' },
} as const;

export const sortArrows = { ascending: '↑', descending: '↓' } as const satisfies Record<SortDirection, string>;

/** Sorts by value: numbers by size, texts in natural order. Items with equal values keep their order. */
export function sortItems<Item>(
  items: readonly Item[],
  valueIn: (item: Item) => string | number | undefined,
  direction: SortDirection,
): readonly Item[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return items
    .map((item) => ({ item, value: valueIn(item) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined);
      return sign * compareValues(a.value, b.value);
    })
    .map(({ item }) => item);
}

/** Memoises a sort. The result stays the same list while a new sort returns the same items in the same order. */
export function keepOrder<Arguments extends readonly unknown[], Item>(
  sort: (...args: Arguments) => readonly Item[],
): (...args: Arguments) => readonly Item[] {
  let previous: readonly Item[] = [];
  return rememberLast((...args: Arguments) => {
    const sorted = sort(...args);
    if (!sameItems(previous, sorted)) previous = sorted;
    return previous;
  });
}

/** Returns the sort key with the id of the sort; undefined for the default order. */
export function sortKeyOf<Key>(
  keys: { readonly [id: string]: Key },
  sort: { readonly by: string } | undefined,
): Key | undefined {
  return sort && keys[sort.by];
}

let collator: Intl.Collator | undefined;

/** Natural order compares numbers in texts by size: `taskmanager-1-2` is before `taskmanager-1-10`. */
function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  collator ??= new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return collator.compare(String(a), String(b));
}
