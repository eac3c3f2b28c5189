import { largest } from '../../text/largest.ts';
import { cell, cut, sanitize, widthOf } from '../draw/fit.ts';
import { windowTop } from '../draw/movement.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';
import { availabilityOf, belowPalette, type Entry, type Found, type Palette } from './palette.ts';

const maxKeyWidth = 14;
/** The kind has more columns only if the titles do not need them. A reason is as important as a title. */
const narrowKindWidth = 18;
const reasonShare = 0.45;
const gap = '  ';
/** The mark of the cursor, the gaps between columns, and a blank at the end. */
const otherColumns = 7;

type Widths = { readonly title: number; readonly kind: number; readonly key: number };

/** Draws the visible entries, and below them the whole text of the one under the cursor. */
export function paletteRows(state: ScreenState, shown: Palette, width: number, height: number): readonly string[] {
  const { theme } = state;
  const { found = [], cursor, line, count } = shown;
  if (found.length === 0) return [theme.muted(cell(` No action or object matches ${sanitize(line.text)}`, width))];
  const top = windowTop(shown.top, cursor, height, found.length);
  const visible = found.slice(top, top + height);
  const below = belowPalette(shown, state);
  const reasonOf = (entry: Entry) => availabilityOf(entry, below);
  const drawn = visible.map(({ entry, matches }) => ({ entry, matches, reason: reasonOf(entry) }));
  const widths = widthsOf(drawn, width);
  const rows = drawn.map((one, index) => entryRow(one, { isCursor: top + index === cursor, widths, theme }));
  const selected = found[cursor]?.entry;
  const detail = selected === undefined ? '' : detailOf(selected, reasonOf(selected));
  const more = count > found.length ? ` · best ${found.length} of ${count}` : '';
  const blanks = Array.from({ length: height - rows.length }, () => ' '.repeat(width));
  return [...rows, ...blanks, theme.muted(cell(` ${cut(detail, width - 1 - widthOf(more))}${more}`, width))];
}

type Drawn = Found & { readonly reason: true | string };

function widthsOf(drawn: readonly Drawn[], width: number): Widths {
  const key = Math.min(maxKeyWidth, largest(drawn.map(({ entry }) => widthOf(entry.shownKey))));
  const room = Math.max(0, width - key - otherColumns);
  const widestTitle = largest(drawn.map(({ entry }) => widthOf(entry.title)));
  const widestKind = largest(drawn.map((one) => widthOf(kindOf(one))));
  const hasReason = drawn.some(({ reason }) => reason !== true);
  const wanted = hasReason ? Math.floor(room * reasonShare) : Math.min(narrowKindWidth, Math.floor(room / 2));
  const kind = Math.max(Math.min(widestKind, wanted), room - widestTitle);
  return { title: room - kind, kind, key };
}

const kindOf = ({ entry, reason }: Drawn): string => (reason === true ? entry.kind : `✕ ${reason}`);

function detailOf({ title, kind }: Entry, reason: true | string): string {
  return reason === true ? `${title} · ${kind}` : `${title} · not now: ${reason}`;
}

type RowLook = {
  readonly isCursor: boolean;
  readonly widths: Widths;
  readonly theme: Theme;
};

function entryRow(drawn: Drawn, { isCursor, widths, theme }: RowLook): string {
  const { entry, matches, reason } = drawn;
  const title = cell(entry.title, widths.title);
  const key = cell(entry.shownKey, widths.key, 'right');
  const mark = isCursor ? '▶ ' : '  ';
  if (reason !== true) {
    const row = `${mark}${title}${gap}${cell(kindOf(drawn), widths.kind)}${gap}${key} `;
    return isCursor ? theme.selection(row) : theme.gone(row);
  }
  const kind = cell(entry.kind, widths.kind);
  const paintKind = entry.kindToken === undefined ? (isCursor ? String : theme.muted) : theme[entry.kindToken];
  const shownKey = entry.shownKey === '' ? key : theme.key(key);
  const row = `${mark}${highlight(title, entry.title, matches, theme)}${gap}${paintKind(kind)}${gap}${shownKey} `;
  return isCursor ? theme.selection(row) : row;
}

/** Paints the matching characters, as far as the cell shows the same characters as the title. */
function highlight(shown: string, title: string, matches: readonly number[], theme: Theme): string {
  const isMatch = new Set(matches.filter((index) => shown[index] === title[index]));
  let painted = '';
  for (let from = 0; from < shown.length; ) {
    let to = from + 1;
    while (to < shown.length && isMatch.has(to) === isMatch.has(from)) to += 1;
    const part = shown.slice(from, to);
    painted += isMatch.has(from) ? theme['log.match'](part) : part;
    from = to;
  }
  return painted;
}
