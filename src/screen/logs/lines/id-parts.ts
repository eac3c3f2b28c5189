import { type JobTints, tintOf } from '../../state/job-tint.ts';
import type { Token } from '../../theme/theme.ts';
import type { LinePart } from './line-parts.ts';

/** Digits of a shortened id, as in the jobs pane. */
const shortLength = 8;
const idPattern = /(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])/g;
/** Text before a job id, such as `for job `, `jobId: ` or `job (`. */
const beforeJobId = /\bjob(?:[ -]?id)?[:=]? ?['(]?$/i;

export type IdStyle = {
  readonly token: Token | undefined;
  readonly jobs: JobTints;
  /** Whether ids other than job ids are Flink's, such as those of slots and attempts. */
  readonly isFlink: boolean;
  readonly isShortened: boolean;
};

/** Splits a text at its ids, which are shortened except in paths. Job ids are tinted, Flink's other ids are muted. */
export function idParts(text: string, style: IdStyle): readonly LinePart[] {
  const { token, jobs, isFlink, isShortened } = style;
  const parts: LinePart[] = [];
  const isInPath = createPathCheck(text);
  let from = 0;
  for (const { 0: id, index } of text.matchAll(idPattern)) {
    const isJob = jobs.has(id) || beforeJobId.test(text.slice(Math.max(0, index - 12), index));
    if (!isJob && !isFlink) continue;
    if (index > from) parts.push({ text: text.slice(from, index), token });
    from = index + id.length;
    const idToken = isJob ? tintOf(id, jobs) : 'muted';
    const isWhole = !isShortened || isInPath(index, from);
    parts.push(isWhole ? { text: id, token: idToken } : { text: id.slice(0, shortLength), source: id, token: idToken });
  }
  if (from < text.length) parts.push({ text: text.slice(from), token });
  return parts;
}

type PathCheck = (start: number, end: number) => boolean;

/** A path with a shortened id would still look valid. Takes the ids in their order, so that each word is read once. */
function createPathCheck(text: string): PathCheck {
  let wordEnd = 0;
  let isPath = false;
  return (start, end) => {
    if (text[start - 1] === '/' || text[end] === '/') return true;
    if (end <= wordEnd) return isPath;
    const next = text.indexOf(' ', end);
    wordEnd = next === -1 ? text.length : next;
    const word = text.slice(text.lastIndexOf(' ', start) + 1, wordEnd);
    isPath = word.includes('/') && !word.includes('@'); // `id@host/path` is the address of an actor.
    return isPath;
  };
}
