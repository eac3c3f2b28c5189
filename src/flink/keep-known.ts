type Item = { readonly id: string };

/** As far as this the order may shift between two answers. */
const searched = 10;

/**
 * For items that come one after the other, in about the order of the last answer: `keep` returns the object from there where
 * it says the same. While a long list is read, its items are then not held twice.
 */
export function keepKnown<T extends Item>(latest: readonly T[]) {
  let next = 0;
  let kept = 0;
  let count = 0;

  const keep = (item: T): T => {
    count += 1;
    for (let at = next; at < next + searched; at += 1) {
      const known = latest[at];
      if (known?.id !== item.id) continue;
      next = at + 1;
      if (!isSame(known, item)) return item;
      kept += 1;
      return known;
    }
    return item;
  };
  return { keep, areSame: () => kept === latest.length && count === latest.length };
}

/** By field; objects in them are shared where they are the same. */
function isSame<T extends Item>(a: T, b: T): boolean {
  for (const key in b) if (a[key] !== b[key]) return false;
  return true;
}
