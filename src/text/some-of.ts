const most = 5;

/** Names for one line: `a, b`, or the first few `and 12 more`. */
export function someOf(names: readonly string[]): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
