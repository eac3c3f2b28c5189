/** Returns the index of the first element that differs, or the length of the shorter list. */
export function firstDifference<T>(
  before: readonly T[],
  after: readonly T[],
  areEqual: (a: T, b: T) => boolean = Object.is,
): number {
  const length = Math.min(before.length, after.length);
  let index = 0;
  while (index < length && areEqual(before[index] as T, after[index] as T)) index += 1;
  return index;
}
