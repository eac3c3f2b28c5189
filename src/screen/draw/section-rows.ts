import type { Theme, Token } from '../theme/theme.ts';
import { cell, cut, widthOf, wrap } from './fit.ts';

/** A part of a row with its own token. Without a token it is plain. */
export type Part = { readonly text: string; readonly token?: Token | undefined };

/** Columns of a label and the blank after it. */
export const labelWidth = 12;
const indent = 2;
const maxRows = 20;

/** Returns a blank row and a heading with facts after it and a rule to the right edge. */
export function headingRows(title: string, facts: readonly Part[], width: number, theme: Theme): readonly string[] {
  const shown = fittingParts(facts, width - widthOf(title) - 2);
  const used = widthOf(title) + shown.reduce((sum, { text }) => sum + 2 + widthOf(text), 0);
  const rule = used + 3 <= width ? ` ${theme.border('─'.repeat(width - used - 1))}` : '';
  const painted = shown.map((part) => `  ${paintPart(part, theme)}`).join('');
  return ['', theme.strong(cut(title, width)) + painted + rule];
}

function fittingParts(parts: readonly Part[], width: number): readonly Part[] {
  let room = width;
  return parts.filter(({ text }) => {
    room -= widthOf(text) + 2;
    return room >= 0;
  });
}

/** Returns a label and its text. Further rows of a long text start below the text. */
export function labelledRows(label: string, part: Part, width: number, theme: Theme): readonly string[] {
  const rows = wrap(part.text, width - labelWidth, maxRows, 'words');
  return rows.map(
    (row, index) =>
      theme.muted(`${cell(index === 0 ? label : '', labelWidth - 1)} `) + paintPart({ ...part, text: row }, theme),
  );
}

/** Returns an indented text, broken between words. */
export function indentedRows(part: Part, width: number, theme: Theme): readonly string[] {
  return wrap(part.text, width - indent, maxRows, 'words').map(
    (row) => ' '.repeat(indent) + paintPart({ ...part, text: row }, theme),
  );
}

export function paintPart({ text, token }: Part, theme: Theme): string {
  return token === undefined ? text : theme[token](text);
}
