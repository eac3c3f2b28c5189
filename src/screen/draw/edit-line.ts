import { graphemes } from './graphemes.ts';
import type { Key } from './key.ts';

/** A line being typed. `cursor` is the number of graphemes before the cursor. */
export type Line = { readonly text: string; readonly cursor: number };

export const emptyLine: Line = { text: '', cursor: 0 };

export function graphemesOf(text: string): readonly string[] {
  return Array.from(graphemes(text), ({ segment }) => segment);
}

/** Returns a line with the cursor at its end. */
export function lineOf(text: string): Line {
  return { text, cursor: graphemesOf(text).length };
}

/** Returns the line after the key, or undefined if the key is not an editing key. */
export function editLine({ text, cursor }: Line, key: Key): Line | undefined {
  const graphemes = graphemesOf(text);
  const before = graphemes.slice(0, cursor);
  const after = graphemes.slice(cursor);
  const join = (left: readonly string[], right: readonly string[]): Line => ({
    text: [...left, ...right].join(''),
    cursor: left.length,
  });
  if (key.text !== '') return join([...before, ...graphemesOf(oneLine(key.text))], after);
  switch (key.name) {
    case 'backspace':
      return join(before.slice(0, -1), after);
    case 'delete':
      return join(before, after.slice(1));
    case 'left':
    case 'ctrl-b':
      return { text, cursor: Math.max(0, cursor - 1) };
    case 'right':
    case 'ctrl-f':
      return { text, cursor: Math.min(graphemes.length, cursor + 1) };
    case 'home':
    case 'ctrl-a':
      return { text, cursor: 0 };
    case 'end':
    case 'ctrl-e':
      return { text, cursor: graphemes.length };
    case 'ctrl-u':
      return join([], after);
    case 'ctrl-k':
      return join(before, []);
    case 'ctrl-w':
      return join(graphemesOf(before.join('').replace(/\S*\s*$/, '')), after);
    default:
      return undefined;
  }
}

/** Joins pasted lines with spaces, so that pasting does not run them. */
function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f]+/g, ' ');
}
