import type { TextFilter } from './log-filter.ts';
import { LogFilterError } from './log-filter.ts';

/** A leading `.*`, which takes quadratic time: the regular expression is tried at every column of a line. */
const leadingWildcard = /^(?:\.\*\??)+/;

/**
 * Compiles a text to a regular expression, case-insensitive unless the text has a capital letter. Drops a leading `.*`,
 * which only shortens the highlighted part of a line.
 * @throws LogFilterError for an invalid regular expression
 */
export function compileTextPattern({ text, isRegex }: Omit<TextFilter, 'isNegated'>): RegExp {
  const flags = hasCapital(text, isRegex) ? '' : 'i';
  try {
    const pattern = new RegExp(isRegex ? text : escapeRegex(text), flags);
    return isRegex && leadingWildcard.test(text) ? new RegExp(text.replace(leadingWildcard, ''), flags) : pattern;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /s, '') : String(error);
    throw new LogFilterError(`"${text}" is not a valid regular expression: ${reason.toLowerCase()}`);
  }
}

export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Ignores the capital letters of escapes such as `\S` and `\W`. */
function hasCapital(text: string, isRegex: boolean): boolean {
  return /\p{Lu}/u.test(isRegex ? text.replace(/\\(?:[pP]\{[^}]*\}|.)/g, '') : text);
}

/** Parses a typed filter or search text: `~text` and `/text/` are regular expressions. */
export function parseTypedText(typed: string): { readonly text: string; readonly isRegex: boolean } {
  const betweenSlashes = /^\/(.+)\/$/s.exec(typed)?.[1];
  if (betweenSlashes !== undefined) return { text: betweenSlashes, isRegex: true };
  return typed.startsWith('~') ? { text: typed.slice(1), isRegex: true } : { text: typed, isRegex: false };
}
