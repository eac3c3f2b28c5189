import { cell, wrap } from '../draw/fit.ts';
import type { Theme, Token } from '../theme/theme.ts';

/** One fact about an item. An undefined text is shown as unknown. */
export type Fact = { readonly label: string; readonly text: string | undefined; readonly token?: Token | undefined };

export const labelWidth = 11;
/** A long name or reason must not hide the other facts. */
const maxRows = 4;

/** Formats the name of the item, which may be long. */
export function nameRows(name: string, width: number, theme: Theme): readonly string[] {
  return wrap(name, width - 2, maxRows).map((row) => ` ${theme.strong(row)}`);
}

/** Formats facts with muted labels. Long texts continue below their start. */
export function factRows(facts: readonly Fact[], width: number, theme: Theme): readonly string[] {
  return facts.flatMap(({ label, text = 'unknown', token }) => {
    const paint = token === undefined ? (plain: string) => plain : theme[token];
    return wrap(text, width - labelWidth - 1, maxRows, 'words').map(
      (row, index) => ` ${theme.muted(cell(index === 0 ? label : '', labelWidth))}${paint(row)}`,
    );
  });
}
