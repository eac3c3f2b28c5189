import { centred, type Rectangle } from '../layout.ts';
import { layoutOf } from '../store/pane-sizes.ts';
import type { Layer, ScreenState } from '../store/screen-state.ts';
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
  const widest = Math.max(40, widthOf(title) + 6, ...rows.map(({ text }) => widthOf(text)));
  const width = Math.min(body.width, widest + 4);
  const wrapped = rows.flatMap(({ text, token, indent = 0 }) =>
    wrap(text.slice(indent), width - 4 - indent, longestText, 'words')
      .map((row, index) => (index === 0 ? text.slice(0, indent) : ' '.repeat(indent)) + row)
      .map((row) => cell(` ${row}`, width - 2)) // opaque: what lies under it is not seen
      .map((row) => (token === undefined ? row : state.theme[token](row))),
  );
  const rectangle = centred(body, { width, height: wrapped.length + 2 });
  return { rectangle, rows: wrapped, height: rectangle.height - 2 };
}
