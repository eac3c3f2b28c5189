import type { Edit } from '../edit-text.ts';
import { lineEnd } from '../text-lines.ts';
import type { Log4jFile } from './log4j-file.ts';
import type { Property } from './parse-properties.ts';

/** Replaces only the value. The rest of the line stays unchanged. */
export function setValue({ valueStart, valueEnd, hasSeparator }: Property, value: string): Edit {
  return { start: valueStart, end: valueEnd, text: hasSeparator ? value : ` = ${value}` };
}

/** Inserts lines after a property, or at the end of the text. A text without a final line ending stays without one. */
export function insertLines(
  { text, isOpen }: Log4jFile,
  previous: Property | undefined,
  lines: readonly string[],
): Edit {
  const at = previous?.end ?? text.length;
  const end = lineEnd(text);
  const isInside = at < text.length;
  const isEnded = at === 0 || /[\r\n]$/.test(text.slice(0, at));
  // An empty line ends an unfinished continuation line.
  const before = `${!isInside && isOpen ? end : ''}${isEnded ? '' : end}`;
  return { start: at, end: at, text: `${before}${lines.join(end)}${isEnded ? end : ''}` };
}
