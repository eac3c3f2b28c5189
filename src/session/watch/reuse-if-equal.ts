/** The value from before where the new one says the same, so that whoever compares by identity sees no change. */
export function reuseIfEqual<T extends object>(before: T | undefined, now: T): T {
  return before !== undefined && isEqual(before, now) ? before : now;
}

/** Are these the very same items in the same order? */
export function sameItems<T>(before: readonly T[], now: readonly T[]): boolean {
  return before.length === now.length && before.every((item, index) => item === now[index]);
}

/** Plain data compared by content. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
