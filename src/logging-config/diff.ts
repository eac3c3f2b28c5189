import { matchLines } from './match-lines.ts';

/** A line of a diff. `line` counts from 1, in the new text for added lines, otherwise in the old text. */
export type DiffLine = { readonly sign: ' ' | '+' | '-'; readonly line: number; readonly text: string };

const contextLines = 2;

/** Returns the changed lines with context; empty if the texts are equal. Line endings are not compared. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const all = allLines(withoutLineEnds(before), withoutLineEnds(after));
  const changed = all.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  return all.filter((_, index) => changed.some((at) => Math.abs(at - index) <= contextLines));
}

const withoutLineEnds = (text: string): readonly string[] =>
  text === '' ? [] : text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);

function allLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let a = 0;
  let b = 0;
  for (const [nextA, nextB] of [...matchLines(before, after), [before.length, after.length] as const]) {
    for (; a < nextA; a += 1) lines.push({ sign: '-', line: a + 1, text: before[a] ?? '' });
    for (; b < nextB; b += 1) lines.push({ sign: '+', line: b + 1, text: after[b] ?? '' });
    if (a < before.length) lines.push({ sign: ' ', line: a + 1, text: before[a] ?? '' });
    a += 1;
    b += 1;
  }
  return lines;
}
