import type { Edit } from '../edit-text.ts';
import { attributeOf, isNamed, type LogbackFile, type XmlElement } from './logback-file.ts';

/** Without the levels of these loggers; of a logger that was added here nothing stays. */
export function removeLevels({ text, comments }: LogbackFile, elements: readonly XmlElement[]): readonly Edit[] {
  return elements.flatMap((element) => {
    const end = element.close?.end ?? element.open.end;
    const mark = comments.find((one) => one.start === end + 1 && /^ tui_\d+ $/.test(one.text));
    if (mark) return [withItsLine(text, element.open.start, mark.end)];
    const level = attributeOf(element, 'level');
    const own = level ? [{ start: blanksBefore(text, level.start), end: level.end, text: '' }] : [];
    const nested = element.children.filter((child) => isNamed(child, 'level'));
    return [...own, ...nested.map(({ open, close }) => withItsLine(text, open.start, close?.end ?? open.end))];
  });
}

const blanksBefore = (text: string, at: number): number => at - (/\s*$/.exec(text.slice(0, at))?.[0].length ?? 0);

/** What has a line to itself takes that along. */
function withItsLine(text: string, start: number, end: number): Edit {
  const before = /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, start));
  const after = /^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(end));
  if (!before || !after) return { start, end, text: '' };
  return { start: start - (before[1]?.length ?? 0), end: end + after[0].length, text: '' };
}
