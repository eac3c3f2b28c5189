import { widthOf } from '../draw/fit.ts';
import { footerHints, type PlacedHint } from '../input/hints.ts';
import { frontView } from '../state/layers.ts';
import type { Views } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Formats the hints of the active keys and dims unavailable ones. Pressing a dimmed key shows the reason. */
export function footerRow(views: Views, state: ScreenState, width: number): string {
  const { theme } = state;
  const { id, viewState } = frontView(state);
  const shown = footerHints(views, state, width);
  if (shown === undefined) return views.get(id).insteadOfKeys?.(state, viewState, width) ?? '';
  const { typed, hints } = shown;
  const start = typed === undefined ? '' : ` ${theme.strong(typed)}`;
  return hints.reduce(append(state), { row: start, end: widthOf(start) }).row;
}

type Row = { readonly row: string; readonly end: number };

const append =
  ({ theme }: ScreenState) =>
  ({ row, end }: Row, { key, text, left, isAvailable }: PlacedHint): Row => {
    const blanks = ' '.repeat(Math.max(0, left - end));
    const painted = isAvailable ? `${theme.key(key)} ${text}` : theme.gone(`${key} ${text}`);
    return { row: row + blanks + painted, end: left + widthOf(`${key} ${text}`) };
  };
