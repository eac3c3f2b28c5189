import type { TextRow } from '../../draw/frame/text-box.ts';
import type { Token } from '../../theme/theme.ts';
import { jobTokens } from '../job-tokens.ts';

/** Statuses at the start of a row: those of jobs and of checks. */
const statusTokens: ReadonlyMap<string, Token> = new Map<string, Token>([
  ...Object.entries(jobTokens),
  ['ok', 'ok'],
  ['warning', 'warning'],
  ['failed', 'error'],
  ['skipped', 'muted'],
]);
const columnTitles = /^[A-Z][A-Z /-]*(?: {2,}[A-Z][A-Z /-]*)+ *$/;
const columnGap = /\S {2,}(?=\S)/g;

/**
 * Makes a row of a result. A table row is indented to its last column, so that only this column wraps. Column titles and
 * labels are muted, and a status has its colour.
 */
export function resultRow(text: string): TextRow {
  const gaps = [...text.matchAll(columnGap)];
  const last = gaps.at(-1);
  if (last === undefined) return { text };
  const indent = last.index + last[0].length;
  if (columnTitles.test(text)) return { text, indent, token: 'muted' };
  const [firstWord = ''] = /^\S+/.exec(text) ?? [];
  const status = statusTokens.get(firstWord);
  if (status !== undefined) return { text, indent, label: { end: firstWord.length, token: status } };
  const isLabelled = gaps.length === 1 && /^[a-z]/.test(text);
  return isLabelled ? { text, indent, label: { end: indent, token: 'muted' } } : { text, indent };
}
