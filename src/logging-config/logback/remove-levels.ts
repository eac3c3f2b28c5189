import type { Edit } from '../edit-text.ts';
import { attributeOf, isNamed, type LogbackFile, type XmlElement } from './logback-file.ts';

/** Removes the levels of these loggers. Loggers added by flink-tui are removed completely. */
export function removeLevels({ text, comments }: LogbackFile, elements: readonly XmlElement[]): readonly Edit[] {
  return elements.flatMap((element) => {
    const end = element.close?.end ?? element.open.end;
    const marker = comments.find((one) => one.start === end + 1 && /^ tui_\d+ $/.test(one.text));
    if (marker) return [withWholeLine(text, element.open.start, marker.end)];
    const level = attributeOf(element, 'level');
    const own = level ? [{ start: blanksBefore(text, level.start), end: level.end, text: '' }] : [];
    const nested = element.children.filter((child) => isNamed(child, 'level'));
    return [...own, ...nested.map(({ open, close }) => withWholeLine(text, open.start, close?.end ?? open.end))];
  });
}

const blanksBefore = (text: string, at: number): number => at - (/\s*$/.exec(text.slice(0, at))?.[0].length ?? 0);

/** Extends the range to the whole line if the line has no other text. */
function withWholeLine(text: string, start: number, end: number): Edit {
  const before = /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, start));
  const after = /^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(end));
  if (!before || !after) return { start, end, text: '' };
  return { start: start - (before[1]?.length ?? 0), end: end + after[0].length, text: '' };
}
