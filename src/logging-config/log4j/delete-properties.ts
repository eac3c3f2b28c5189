import { type Edit, editText } from '../edit-text.ts';
import { type Log4jFile, splitList } from './log4j-file.ts';
import type { Property } from './parse-properties.ts';

/** Removes the lines of these properties, and these ids from the list of loggers. */
export function deleteProperties(file: Log4jFile, deleted: readonly Property[], ids: readonly string[]): string {
  const { text, list } = file;
  const ranges: { start: number; end: number }[] = [];
  for (const { start, end } of [...deleted].sort((a, b) => a.start - b.start)) {
    const last = ranges.at(-1);
    if (last?.end === start) last.end = end;
    else ranges.push({ start, end });
  }
  const edits: Edit[] = ranges.map(({ start, end }) => ({ start: withLineEnd(text, start, end), end, text: '' }));
  if (list && ids.length > 0) edits.push(withoutIds(text, list, ids));
  return editText(text, edits);
}

/** Returns the start of the range to delete. If the last line has no line ending, includes the previous line ending. */
function withLineEnd(text: string, start: number, end: number): number {
  if (end < text.length || /[\r\n]$/.test(text)) return start;
  return text.slice(0, start).replace(/(\r\n|\r|\n)$/, '').length;
}

function withoutIds(text: string, { valueStart, valueEnd }: Property, ids: readonly string[]): Edit {
  let value = text.slice(valueStart, valueEnd);
  for (const id of ids) {
    const isFirst = splitList(value)[0] === id;
    value = isFirst
      ? value.replace(/^[^,]*,?[ \t\f]*/, '')
      : value.replace(new RegExp(`,[ \\t\\f]*${id}(?![\\w-])`), '');
  }
  return { start: valueStart, end: valueEnd, text: value };
}
