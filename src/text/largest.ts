/**
 * Returns the largest number, at least `least`. Works for any count, unlike Math.max, which fails with 100,000
 * arguments.
 */
export function largest(numbers: Iterable<number>, least = 0): number {
  let found = least;
  for (const number of numbers) if (number > found) found = number;
  return found;
}

/** Returns the smallest number, at most `most`. */
export function smallest(numbers: Iterable<number>, most = Number.POSITIVE_INFINITY): number {
  let found = most;
  for (const number of numbers) if (number < found) found = number;
  return found;
}
