const lookupStart = '${';
/** Deeper than anybody nests them by hand; what refers to itself ends here. */
const maxDepth = 10;

export const hasLookup = (text: string): boolean => text.includes(lookupStart);

/**
 * The text with each `${…}` replaced as far as the file itself tells: by what `ownProperty` knows, or by its default
 * after `:-`. undefined where one of them has neither.
 */
export function resolveLookups(
  text: string,
  ownProperty: (name: string) => string | undefined,
  depth = 0,
): string | undefined {
  const start = text.indexOf(lookupStart);
  if (start < 0) return text;
  const end = closingBrace(text, start);
  if (end === undefined || depth > maxDepth) return undefined;
  const inner = text.slice(start + lookupStart.length, end);
  const colon = defaultAt(inner);
  const own = ownProperty(colon === undefined ? inner : inner.slice(0, colon));
  const found = own ?? (colon === undefined ? undefined : inner.slice(colon + 2));
  if (found === undefined) return undefined;
  return resolveLookups(text.slice(0, start) + found + text.slice(end + 1), ownProperty, depth + 1);
}

function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith(lookupStart, at)) depth += 1;
    else if (text[at] === '}') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

/** Where the default begins, but not that of a lookup within. */
function defaultAt(inner: string): number | undefined {
  const colon = inner.indexOf(':-');
  const nested = inner.indexOf(lookupStart);
  return colon < 0 || (nested >= 0 && nested < colon) ? undefined : colon;
}
