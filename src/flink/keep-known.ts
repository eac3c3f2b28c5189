type Item = { readonly id: string };

/** Maximum shift of an item's position between two responses. */
const maxShift = 10;

/**
 * Returns a `keep` function that replaces an item with the equal item of the previous list, to save memory. After the
 * last item, `areSame` returns true if the new list equals the previous list.
 */
export function keepKnown<T extends Item>(previous: readonly T[]) {
  let next = 0;
  let kept = 0;
  let count = 0;

  const keep = (item: T): T => {
    count += 1;
    for (let at = next; at < next + maxShift; at += 1) {
      const known = previous[at];
      if (known?.id !== item.id) continue;
      next = at + 1;
      if (!isSame(known, item)) return item;
      kept += 1;
      return known;
    }
    return item;
  };
  return { keep, areSame: () => kept === previous.length && count === previous.length };
}

/** Compares the fields. Compares nested objects by identity, because equal nested objects are shared. */
function isSame<T extends Item>(a: T, b: T): boolean {
  for (const key in b) if (a[key] !== b[key]) return false;
  return true;
}
