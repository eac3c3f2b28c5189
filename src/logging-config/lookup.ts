const lookupStart = '${';
/** Limit for nested lookups, which stops self-references. Files written by hand have less nesting. */
const maxDepth = 10;

export const hasLookup = (text: string): boolean => text.includes(lookupStart);

/**
 * Replaces each lookup `${…}` with the result of `ownProperty`, or with its default after `:-`. Returns undefined if a
 * lookup has neither, because only the JVM can resolve such a lookup.
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
  const separator = findDefault(inner);
  const property = ownProperty(separator === undefined ? inner : inner.slice(0, separator));
  const found = property ?? (separator === undefined ? undefined : inner.slice(separator + 2));
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

/** Returns the offset of the `:-` before the default. Ignores nested lookups. */
function findDefault(inner: string): number | undefined {
  const separator = inner.indexOf(':-');
  const nested = inner.indexOf(lookupStart);
  return separator < 0 || (nested >= 0 && nested < separator) ? undefined : separator;
}
