/** The largest of the numbers, or `least` if that is larger. Any count will do, while a call with 100,000 arguments fails. */
export function largest(numbers: Iterable<number>, least = 0): number {
  let found = least;
  for (const number of numbers) if (number > found) found = number;
  return found;
}
