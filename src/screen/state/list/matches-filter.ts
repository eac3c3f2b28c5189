/** Returns whether a text contains the typed filter, in any case. A leading `!` excludes. */
export function matchesFilter(text: string, filter: string): boolean {
  const isNegated = filter.startsWith('!') && filter.length > 1;
  const wanted = isNegated ? filter.slice(1) : filter;
  return wanted === '!' || text.toLowerCase().includes(wanted.toLowerCase()) !== isNegated;
}
