import type { Edit } from '../edit-text.ts';
import { lineEnd } from '../text-lines.ts';
import type { Log4jFile } from './log4j-file.ts';
import type { Property } from './parse-properties.ts';

/** The value alone changes: what stands around it on its line stays. */
export function setValue({ valueStart, valueEnd, hasSeparator }: Property, value: string): Edit {
  return { start: valueStart, end: valueEnd, text: hasSeparator ? value : ` = ${value}` };
}

/** New lines behind a property, or at the end. A text whose last line has no end does not get one. */
export function insertLines({ text, isOpen }: Log4jFile, behind: Property | undefined, lines: readonly string[]): Edit {
  const at = behind?.end ?? text.length;
  const end = lineEnd(text);
  const isInside = at < text.length;
  const isEnded = at === 0 || /[\r\n]$/.test(text.slice(0, at));
  // An empty line ends a value that would otherwise go on.
  const before = `${!isInside && isOpen ? end : ''}${isEnded ? '' : end}`;
  return { start: at, end: at, text: `${before}${lines.join(end)}${isEnded ? end : ''}` };
}
