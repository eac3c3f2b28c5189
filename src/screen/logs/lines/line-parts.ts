import { sanitize, sliceColumns, widthOf, wrap } from '../../draw/fit.ts';
import type { Paint, Theme, Token } from '../../theme/theme.ts';

/** A part of a shown line with one style. */
export type LinePart = {
  readonly text: string;
  /** undefined for the terminal's own colour. */
  readonly token?: Token | undefined;
  /** The original text, which a search matches, if the shown text is shorter. */
  readonly source?: string;
};

/** Marks the matches of a pattern; undefined without a match. A match in hidden text marks its whole part. */
export function markMatches(parts: readonly LinePart[], pattern: RegExp): readonly LinePart[] | undefined {
  const matches = matchesIn(parts.map(({ text, source = text }) => source).join(''), pattern);
  return matches.length === 0 ? undefined : markRanges(parts, matches);
}

/** A part of the original text of a line. */
export type Range = { readonly start: number; readonly end: number };

/** Marks the parts of these ranges, which are in order. */
export function markRanges(parts: readonly LinePart[], matches: readonly Range[]): readonly LinePart[] {
  let start = 0;
  let next = 0;
  return parts.flatMap((part) => {
    const { text, source = text } = part;
    const end = start + source.length;
    // A scan of all matches for each part would be slow in a long line of ids.
    while ((matches[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    let after = next;
    while ((matches[after]?.start ?? Number.POSITIVE_INFINITY) < end) after += 1;
    const inPart = matches.slice(next, after);
    const shownAt = source.startsWith(text) ? start : start + source.lastIndexOf(text);
    start = end;
    if (inPart.length === 0) return part;
    const visible = inPart
      .map((match) => ({ start: Math.max(0, match.start - shownAt), end: Math.min(text.length, match.end - shownAt) }))
      .filter((match) => match.start < match.end);
    const isHidden = visible.length === 0 || !source.includes(text);
    return isHidden ? { text, token: 'log.match' as const } : splitAt(part, visible);
  });
}

function matchesIn(text: string, pattern: RegExp): readonly Range[] {
  return [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))]
    .map(({ 0: found, index }) => ({
      start: wholeCharacter(text, index),
      end: wholeCharacter(text, index + found.length),
    }))
    .filter(({ start, end }) => start < end);
}

/** Moves an offset out of a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  return /^[\udc00-\udfff]/.test(text[offset] ?? '') ? offset + 1 : offset;
}

function splitAt({ text, token }: LinePart, matches: readonly Range[]): readonly LinePart[] {
  const parts: LinePart[] = [];
  let from = 0;
  for (const { start, end } of matches) {
    parts.push({ text: text.slice(from, start), token }, { text: text.slice(start, end), token: 'log.match' });
    from = end;
  }
  return [...parts, { text: text.slice(from), token }].filter((part) => part.text !== '');
}

/** Returns the columns `from` to `from + width`. */
export function sliceParts(parts: readonly LinePart[], from: number, width: number): readonly LinePart[] {
  const slices: LinePart[] = [];
  let column = 0;
  for (const { text, token } of parts) {
    if (column >= from + width) break;
    const start = Math.max(0, from - column);
    const slice = sliceColumns(text, start, from + width - column - start);
    if (slice !== '') slices.push({ text: slice, token });
    column += slice === '' ? widthOf(sanitize(text)) : start + widthOf(slice);
  }
  return slices;
}

/** Cuts the parts to `width` columns. Cut parts end with an ellipsis. */
export function cutParts(parts: readonly LinePart[], width: number): readonly LinePart[] {
  const shown = sliceParts(parts, 0, width + 1);
  return widthOfParts(shown) <= width ? shown : [...sliceParts(shown, 0, width - 1), { text: '…' }];
}

/** Wraps the parts at the edge into at most `limit` rows. */
export function wrapParts(parts: readonly LinePart[], width: number, limit: number): readonly (readonly LinePart[])[] {
  const safe = parts.map(({ text, token }) => ({ text: sanitize(text), token }));
  let part = 0;
  let offset = 0;
  return wrap(safe.map(({ text }) => text).join(''), width, limit).map((row) => {
    const inRow: LinePart[] = [];
    for (let at = 0; at < row.length; ) {
      const current = safe[part];
      const end = current === undefined ? row.length : Math.min(row.length, at + current.text.length - offset);
      inRow.push({ text: row.slice(at, end), token: current?.token });
      offset += end - at;
      at = end;
      if (offset < (current?.text.length ?? 0)) continue;
      part += 1;
      offset = 0;
    }
    return inRow;
  });
}

export function widthOfParts(parts: readonly LinePart[]): number {
  return parts.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** Paints a row. `paintRow` adds the background of the row to each part, except for matches, which have their own. */
export function paintParts(parts: readonly LinePart[], theme: Theme, paintRow: Paint = (text) => text): string {
  return parts
    .map(({ text, token }) => {
      if (token === undefined) return paintRow(text);
      return token === 'log.match' ? theme[token](text) : paintRow(theme[token](text));
    })
    .join('');
}
