/** Returns the previous value if the new one is equal, so that comparisons by identity show no change. */
export function reuseIfEqual<T extends object>(previous: T | undefined, current: T): T {
  return previous !== undefined && isEqual(previous, current) ? previous : current;
}

/** Returns whether two lists have identical items in the same order. */
export function sameItems<T>(previous: readonly T[], current: readonly T[]): boolean {
  return previous.length === current.length && previous.every((item, index) => item === current[index]);
}

/** Compares plain data by content. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Map || b instanceof Map) return areMapsEqual(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

function areMapsEqual(a: unknown, b: unknown): boolean {
  if (!(a instanceof Map && b instanceof Map) || a.size !== b.size) return false;
  return [...a].every(([key, value]) => b.has(key) && isEqual(value, b.get(key)));
}
