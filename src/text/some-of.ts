const maxNames = 5;

/** Joins names for one line: `a, b`, or the first five `and 12 more`. */
export function someOf(names: readonly string[]): string {
  if (names.length <= maxNames) return names.join(', ');
  return `${names.slice(0, maxNames).join(', ')} and ${names.length - maxNames} more`;
}
