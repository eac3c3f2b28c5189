import type { TextFilter } from './log-filter.ts';
import { LogFilterError } from './log-filter-error.ts';

/** What may stand before anything that is looked for. Tried from every column of a line it takes the square of its length. */
const anything = /^(?:\.\*\??)+/;

/**
 * The text as a regular expression without flags but `i`, which it has unless there is a capital letter in the text.
 * A `.*` before everything else is left out: the same lines match, and what matches in them is what is meant.
 * @throws LogFilterError for what is none
 */
export function textPattern({ text, isRegex }: Omit<TextFilter, 'isNegated'>): RegExp {
  const flags = hasCapital(text, isRegex) ? '' : 'i';
  try {
    const pattern = new RegExp(isRegex ? text : escapeRegex(text), flags);
    return isRegex && anything.test(text) ? new RegExp(text.replace(anything, ''), flags) : pattern;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /s, '') : String(error);
    throw new LogFilterError(`"${text}" is no regular expression: ${reason.toLowerCase()}`);
  }
}

export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** `\S` and `\W` are no capitals of the text. */
function hasCapital(text: string, isRegex: boolean): boolean {
  return /\p{Lu}/u.test(isRegex ? text.replace(/\\(?:[pP]\{[^}]*\}|.)/g, '') : text);
}
