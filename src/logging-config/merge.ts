import { matchLines } from './match-lines.ts';

/** Where both sides changed the same lines, each its own way. */
export type MergeConflict = {
  /** From 1, in `theirs`: where it begins. */
  readonly line: number;
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
};

/** Lines of the base, from one to before another, and what one side has instead. */
type Hunk = { readonly start: number; readonly end: number; readonly lines: readonly string[] };
type Group = Pick<Hunk, 'start' | 'end'> & { readonly ours: readonly Hunk[]; readonly theirs: readonly Hunk[] };

/**
 * Both sides' changes to `base` in one text, line by line. Where they are at odds the text has theirs, and the conflict
 * says what ours would be. Changes that only touch are not at odds. Line ends are part of a line and stay as they are.
 *
 * To undo a change that others have written after: base is what was written, ours is what was there before it, and
 * theirs is what is there now.
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

/** Hunks of both sides that are about the same lines stand together; all others are alone. */
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

/** Two places in the base with a line in common, or two insertions at one place. */
const isShared = (a: Pick<Hunk, 'start' | 'end'>, b: Pick<Hunk, 'start' | 'end'>): boolean =>
  (a.start < b.end && b.start < a.end) || (a.start === a.end && b.start === b.end && a.start === b.start);

/** The lines of a group as one side has them. */
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
