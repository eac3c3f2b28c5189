import type { Paint } from '../theme/theme.ts';

/** Paints the matches of a pattern and the rest of the text. */
export function highlight(text: string, pattern: RegExp | undefined, match: Paint, rest: Paint): string {
  if (pattern === undefined) return rest(text);
  let painted = '';
  let end = 0;
  for (const found of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) {
    if (found[0] === '') continue;
    painted += rest(text.slice(end, found.index)) + match(found[0]);
    end = found.index + found[0].length;
  }
  return painted + rest(text.slice(end));
}
