import { matchLines } from './match-lines.ts';

/** Lines that both sides changed differently. */
export type MergeConflict = {
  /** First line in `theirs`, from 1. */
  readonly line: number;
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
};

/** Lines of the base from `start` up to, but not including, `end`, and their replacement on one side. */
type Hunk = { readonly start: number; readonly end: number; readonly lines: readonly string[] };
type Group = Pick<Hunk, 'start' | 'end'> & { readonly ours: readonly Hunk[]; readonly theirs: readonly Hunk[] };

/**
 * Merges the changes of both sides to `base`, line by line. In a conflict, the text contains the lines of `theirs`.
 *
 * To revert a change in an edited file, pass the changed text as `base`, the original as `ours` and the current text as
 * `theirs`.
 */
export function mergeThreeWay(
  base: string,
  ours: string,
  theirs: string,
): { readonly text: string; readonly conflicts: readonly MergeConflict[] } {
  const lines = linesOf(base);
  const groups = groupHunks(hunksOf(lines, linesOf(ours)), hunksOf(lines, linesOf(theirs)));
  const conflicts: MergeConflict[] = [];
  let text = '';
  let at = 0;
  let addedByThem = 0;
  for (const group of groups) {
    const [our, their] = [apply(lines, group, group.ours), apply(lines, group, group.theirs)];
    const isOursAlone = group.theirs.length === 0;
    text += lines.slice(at, group.start).join('') + (isOursAlone ? our : their).join('');
    if (!isOursAlone && group.ours.length > 0 && our.join('') !== their.join('')) {
      const replaced = withoutEnds(lines.slice(group.start, group.end));
      const line = group.start + addedByThem + 1;
      conflicts.push({ line, base: replaced, ours: withoutEnds(our), theirs: withoutEnds(their) });
    }
    if (!isOursAlone) addedByThem += their.length - (group.end - group.start);
    at = group.end;
  }
  return { text: text + lines.slice(at).join(''), conflicts };
}

/** Splits a text into lines, each with its line ending. */
const linesOf = (text: string): readonly string[] => text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
const withoutEnds = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/[\r\n]+$/, ''));

function hunksOf(base: readonly string[], side: readonly string[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let [start, from] = [0, 0];
  for (const [end, to] of [...matchLines(base, side), [base.length, side.length] as const]) {
    if (end > start || to > from) hunks.push({ start, end, lines: side.slice(from, to) });
    [start, from] = [end + 1, to + 1];
  }
  return hunks;
}

/** Groups overlapping hunks of both sides. Every other hunk is its own group. */
function groupHunks(ours: readonly Hunk[], theirs: readonly Hunk[]): readonly Group[] {
  const groups: Group[] = [];
  const all = [
    ...ours.map((hunk) => ({ hunk, side: 'ours' as const })),
    ...theirs.map((hunk) => ({ hunk, side: 'theirs' as const })),
  ].sort((a, b) => a.hunk.start - b.hunk.start || a.hunk.end - b.hunk.end);
  for (const { hunk, side } of all) {
    const last = groups.at(-1);
    const group = last && isShared(last, hunk) ? (groups.pop() as Group) : { ...hunk, ours: [], theirs: [] };
    const end = Math.max(group.end, hunk.end);
    groups.push({ start: group.start, end, ours: group.ours, theirs: group.theirs, [side]: [...group[side], hunk] });
  }
  return groups;
}

/** True for ranges with a common line, or for two insertions at the same place. Adjacent changes do not conflict. */
const isShared = (a: Pick<Hunk, 'start' | 'end'>, b: Pick<Hunk, 'start' | 'end'>): boolean =>
  (a.start < b.end && b.start < a.end) || (a.start === a.end && b.start === b.end && a.start === b.start);

/** Returns the lines of a group on one side. */
function apply(base: readonly string[], { start, end }: Group, hunks: readonly Hunk[]): readonly string[] {
  const lines: string[] = [];
  let at = start;
  for (const hunk of hunks) {
    for (const line of base.slice(at, hunk.start)) lines.push(line);
    for (const line of hunk.lines) lines.push(line);
    at = hunk.end;
  }
  return [...lines, ...base.slice(at, end)];
}
