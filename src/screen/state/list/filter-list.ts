type Filtered<Item> = { readonly items: readonly Item[]; readonly filter: string; readonly matching: readonly Item[] };

/**
 * Returns a function that filters a long list whose new items come first. It checks only new items if the filter is the
 * same, and only the last matches if the filter was continued.
 */
export function createListFilter<Item>(
  matches: (item: Item, filter: string) => boolean,
): (items: readonly Item[], filter: string) => readonly Item[] {
  let last: Filtered<Item> = { items: [], filter: '', matching: [] };

  return (items, filter) => {
    const check = (item: Item) => matches(item, filter);
    if (filter === '') last = { items, filter, matching: items };
    else if (filter === last.filter) {
      const same = sameAtEnd(last.items, items);
      const added = items.slice(0, items.length - same).filter(check);
      const removed = last.items.slice(0, last.items.length - same);
      const removedMatches = matchesAmong(removed, last.matching);
      const isSame = added.length + removedMatches === 0;
      last = { items, filter, matching: isSame ? last.matching : [...added, ...last.matching.slice(removedMatches)] };
    } else {
      const candidates = items === last.items && isContinued(last.filter, filter) ? last.matching : items;
      last = { items, filter, matching: candidates.filter(check) };
    }
    return last.matching;
  };
}

/** Whether everything that matches the longer filter also matches the shorter one. `!` excludes matches. */
function isContinued(shorter: string, longer: string): boolean {
  return longer.startsWith(shorter) && !longer.startsWith('!');
}

/** Returns the number of equal items at the end of two lists. */
function sameAtEnd<Item>(before: readonly Item[], after: readonly Item[]): number {
  const length = Math.min(before.length, after.length);
  let same = 0;
  while (same < length && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return same;
}

/** Returns how many of the first matches are among these first items of the list. */
function matchesAmong<Item>(items: readonly Item[], matching: readonly Item[]): number {
  let count = 0;
  for (const item of items) if (item === matching[count]) count += 1;
  return count;
}
