import { matchLines } from './match-lines.ts';

/** Where both sides changed the same lines, each its own way. */
export type MergeConflict = {
  /** From 1, in `theirs`: where it begins. */
  readonly line: number;
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
};

/**
 * Both sides' changes to `base` in one text, line by line. Where they are at odds the text has theirs, and the conflict
 * says what ours would be. Line ends are part of a line and stay as they are.
 *
 * To undo a change that others have written after: base is what was written, ours is what was there before it, and
 * theirs is what is there now.
 */
export function mergeThreeWay(
  base: string,
  ours: string,
  theirs: string,
): { readonly text: string; readonly conflicts: readonly MergeConflict[] } {
  const lines = { base: withLineEnds(base), ours: withLineEnds(ours), theirs: withLineEnds(theirs) };
  const inOurs = new Map(matchLines(lines.base, lines.ours));
  const inTheirs = new Map(matchLines(lines.base, lines.theirs));
  const conflicts: MergeConflict[] = [];
  let text = '';
  const at = { base: 0, ours: 0, theirs: 0 };

  function takeUpTo(end: typeof at): void {
    const part = {
      base: lines.base.slice(at.base, end.base),
      ours: lines.ours.slice(at.ours, end.ours),
      theirs: lines.theirs.slice(at.theirs, end.theirs),
    };
    const isOursAlone = isSame(part.base, part.theirs);
    text += (isOursAlone ? part.ours : part.theirs).join('');
    if (!isOursAlone && !isSame(part.base, part.ours) && !isSame(part.ours, part.theirs)) {
      conflicts.push({ line: at.theirs + 1, ...withoutEnds(part) });
    }
    Object.assign(at, end);
  }

  for (let index = 0; index < lines.base.length; index += 1) {
    const our = inOurs.get(index);
    const their = inTheirs.get(index);
    if (our === undefined || their === undefined) continue;
    // A line that all three have: what stands before it is settled.
    takeUpTo({ base: index, ours: our, theirs: their });
    takeUpTo({ base: index + 1, ours: our + 1, theirs: their + 1 });
  }
  takeUpTo({ base: lines.base.length, ours: lines.ours.length, theirs: lines.theirs.length });
  return { text, conflicts };
}

const withLineEnds = (text: string): readonly string[] => text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, index) => line === b[index]);

const withoutEnds = <T extends Record<string, readonly string[]>>(part: T): T =>
  Object.fromEntries(
    Object.entries(part).map(([side, lines]) => [side, lines.map((line) => line.replace(/[\r\n]+$/, ''))]),
  ) as T;
