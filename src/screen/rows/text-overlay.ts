import { centred, type Rectangle } from '../layout.ts';
import { layoutOf } from '../store/pane-sizes.ts';
import { rememberLast } from '../store/remember-last.ts';
import type { Layer, ScreenState, TextRow } from '../store/screen-state.ts';
import type { Theme } from '../theme/theme.ts';
import { cell, widthOf, wrap } from './fit.ts';

const longestText = 2000;

export type TextOverlay = {
  readonly rectangle: Rectangle;
  /** All rows, wrapped and painted. */
  readonly rows: readonly string[];
  /** How many of them are seen at once. */
  readonly height: number;
};

/** As wide as its text, as far as there is room. */
export function textOverlay(state: ScreenState, { rows, title }: Layer & { readonly kind: 'text' }): TextOverlay {
  const { body } = layoutOf(state);
  const width = Math.min(body.width, Math.max(40, widthOf(title) + 6, widest(rows)) + 4);
  const painted = paintRows(rows, width, state.theme);
  const rectangle = centred(body, { width, height: painted.length + 2 });
  return { rectangle, rows: painted, height: rectangle.height - 2 };
}

// A text may be long, and is drawn again with every frame of what lies under it.
const widest = rememberLast((rows: readonly TextRow[]) => Math.max(...rows.map(({ text }) => widthOf(text))));

const paintRows = rememberLast((rows: readonly TextRow[], width: number, theme: Theme): readonly string[] =>
  rows.flatMap(({ text, token, indent = 0 }) =>
    wrap(text.slice(indent), width - 4 - indent, longestText, 'words')
      .map((row, index) => (index === 0 ? text.slice(0, indent) : ' '.repeat(indent)) + row)
      .map((row) => cell(` ${row}`, width - 2)) // opaque: what lies under it is not seen
      .map((row) => (token === undefined ? row : theme[token](row))),
  ),
);
