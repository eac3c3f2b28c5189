import type { PodFact, PodSection } from '../../session/pods/detail/section.ts';
import { largest } from '../../text/largest.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import { headingRows } from '../draw/section-rows.ts';
import { sideBySide } from '../draw/side-by-side.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';

/** Blank columns at the left. */
const margin = 1;
const gap = 2;
const minLabelWidth = 10;
/** Largest part of the width that labels take. */
const maxLabelShare = 0.4;
const maxRows = 12;

/** Returns the rows of a section: a blank row, a heading and the labelled texts. The first section has no heading. */
export function sectionRows({ title, notes, rows }: PodSection, width: number, theme: Theme): readonly string[] {
  const inner = width - 2 * margin;
  const heading = title === undefined ? [''] : headingRows(title, notes.map(partOf), inner, theme);
  const label = Math.min(
    largest(
      rows.map((row) => widthOf(row.label)),
      minLabelWidth,
    ),
    Math.floor(inner * maxLabelShare),
  );
  return [...heading, ...rows.flatMap((row) => factRows(row, label, inner, theme))].map((row) =>
    row === '' ? '' : ' '.repeat(margin) + row,
  );
}

/** From this width on, sections are in two columns. */
const twoColumnsFrom = 130;

/** Returns the widths of the two columns; the same ones for a narrow screen and a screen reader, which get one column. */
export function columnWidths(
  { isScreenReader }: ScreenState,
  width: number,
): { readonly left: number; readonly right: number } {
  const hasTwo = width >= twoColumnsFrom && !isScreenReader;
  const left = hasTwo ? Math.floor(width / 2) : width;
  return { left, right: hasTwo ? width - left : width };
}

/** Puts two lists of rows side by side if there is room. Both start with a blank row, which is left out at the top. */
export function inColumns(
  left: readonly string[],
  right: readonly string[],
  leftWidth: number,
  width: number,
): readonly string[] {
  return leftWidth < width ? sideBySide(left.slice(1), right.slice(1), leftWidth) : [...left, ...right].slice(1);
}

/** Returns the rows of the sections of both columns. */
export function columnRows(
  state: ScreenState,
  left: readonly PodSection[],
  right: readonly PodSection[],
  width: number,
): readonly string[] {
  const widths = columnWidths(state, width);
  const rowsOf = (sections: readonly PodSection[], columns: number) =>
    sections.flatMap((section) => sectionRows(section, columns, state.theme));
  return inColumns(rowsOf(left, widths.left), rowsOf(right, widths.right), widths.left, width);
}

const partOf = ({ text, tone }: PodSection['notes'][number]) => ({ text, token: tone });

function factRows({ label, text, tone }: PodFact, labelWidth: number, width: number, theme: Theme): readonly string[] {
  const paint = tone === undefined ? (plain: string) => plain : theme[tone];
  const blanks = ' '.repeat(labelWidth + gap);
  const rows = wrap(text, width - labelWidth - gap, maxRows, 'words');
  return rows.map((row, index) =>
    index === 0 ? theme.muted(`${cell(label, labelWidth)}${' '.repeat(gap)}`) + paint(row) : blanks + paint(row),
  );
}
