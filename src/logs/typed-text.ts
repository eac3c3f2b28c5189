/** A text as it is typed, to filter by or to search for: `~` before it, or slashes around it, make it a regular expression. */
export function typedText(word: string): { readonly text: string; readonly isRegex: boolean } {
  const between = /^\/(.+)\/$/s.exec(word)?.[1];
  if (between !== undefined) return { text: between, isRegex: true };
  return word.startsWith('~') ? { text: word.slice(1), isRegex: true } : { text: word, isRegex: false };
}
