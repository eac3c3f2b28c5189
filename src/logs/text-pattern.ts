import type { TextFilter } from './log-filter.ts';
import { LogFilterError } from './log-filter-error.ts';

/**
 * The text as a regular expression without flags but `i`, which it has unless there is a capital letter in the text.
 * @throws LogFilterError for what is none
 */
export function textPattern({ text, isRegex }: Omit<TextFilter, 'isNegated'>): RegExp {
  try {
    return new RegExp(isRegex ? text : escapeRegex(text), hasCapital(text, isRegex) ? '' : 'i');
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
