import { widthOf } from './fit.ts';

/** Puts two lists of painted rows side by side. The second one starts in the column `at`. */
export function sideBySide(left: readonly string[], right: readonly string[], at: number): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const first = left[index] ?? '';
    return `${first}${' '.repeat(Math.max(1, at - widthOf(first.replace(escapes, ''))))}${right[index] ?? ''}`;
  });
}

/** Colours. */
const escapes = /\x1b\[[0-9;]*m/g;
