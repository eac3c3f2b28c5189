import { largest } from '../../../text/largest.ts';
import { cell, cut, cutMiddle, widthOf, wrap } from '../../draw/fit.ts';
import type { Rectangle } from '../../draw/rectangle.ts';
import { baseView } from '../layers.ts';
import { layoutOf } from '../layout.ts';
import type { Views } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import type { EndedAct } from './act.ts';
import { markOf } from './act-marks.ts';
import { haveToastsKeys, shownToasts, toastToCopy } from './toasts.ts';

export type ToastBox = {
  readonly rectangle: Rectangle;
  readonly text: string;
  /** One line for each toast, for a screen reader. */
  readonly spoken: string;
};

const maxWidth = 68;
const minWidth = 40;

/** Lays out the shown toasts, newest last; undefined if there is none or the line above the footer shows it. */
export function toastBox(views: Views, state: ScreenState): ToastBox | undefined {
  const toasts = shownToasts(state);
  if (toasts.length === 0) return undefined;
  const room = Math.min(maxWidth, state.size.columns - 4) - 6;
  const contents = toasts.map((act) => contentOf(act, room));
  const inner = Math.max(minWidth - 4, largest(contents.flat().map(({ text }) => widthOf(text))));
  const boxes = toasts.map((act, index) => boxRows(state, act, contents[index] ?? [], inner));
  const rows = boxes.flat();
  const rectangle = placeOf(views, state, { width: inner + 6, height: rows.length });
  return rectangle && { rectangle, text: rows.join('\n'), spoken: toasts.map(spokenText).join('\n') };
}

type Row = { readonly text: string; readonly kind: 'title' | 'plain' | 'muted' };

function contentOf({ end: { outcome, title, details, hints } }: EndedAct, width: number): readonly Row[] {
  const wrapped = (text: string | undefined, limit: number) =>
    text === undefined ? [] : cutRows(wrap(text, width, limit + 1, 'words'), limit, width);
  const [detail] = details;
  const titles = wrapped(title, 2).map((text): Row => ({ text, kind: 'title' }));
  if (outcome === 'done')
    return [
      ...titles,
      ...(detail === undefined
        ? []
        : [{ text: cutMiddle(detail, width, Math.floor(width / 3)), kind: 'plain' } as const]),
    ];
  const hint = hints[0] === undefined ? undefined : `→ ${hints[0]}`;
  return [
    ...titles,
    ...wrapped(detail, 3).map((text): Row => ({ text, kind: 'plain' })),
    ...wrapped(hint, 2).map((text): Row => ({ text, kind: 'muted' })),
  ];
}

/** Keeps `limit` rows. An ellipsis shows that there are more. */
function cutRows(rows: readonly string[], limit: number, width: number): readonly string[] {
  if (rows.length <= limit) return rows;
  return [...rows.slice(0, limit - 1), cut(`${rows[limit - 1] ?? ''} …`.padEnd(width + 1), width).trimEnd()];
}

function boxRows(state: ScreenState, act: EndedAct, content: readonly Row[], inner: number): readonly string[] {
  const { theme } = state;
  const { mark, word, token } = markOf(act);
  const edge = theme[token];
  const label = ` ${mark} ${word[0]?.toUpperCase()}${word.slice(1)} `;
  const keys = keysOf(state, act);
  const keysWidth = keys.reduce((sum, { key, text }) => sum + widthOf(`${key} ${text}`) + 2, 0);
  const shownKeys = keys.map(({ key, text }) => ` ${theme.key(key)} ${theme.muted(text)} `).join('');
  const paint = { title: theme.strong, plain: (text: string) => text, muted: theme.muted };
  return [
    edge(`╭─${label}${'─'.repeat(Math.max(0, inner + 1 - widthOf(label)))}╮`),
    ...content.map(({ text, kind }) => `${edge('│')} ${paint[kind](cell(text, inner))} ${edge('│')}`),
    `${edge(`╰${'─'.repeat(Math.max(0, inner + 1 - keysWidth))}`)}${shownKeys}${edge('─╯')}`,
  ].map((row) => ` ${row} `); // The margin separates the box from the text around it.
}

/** Only the keys that work now. `y` copies from one toast. */
function keysOf(state: ScreenState, act: EndedAct): readonly { readonly key: string; readonly text: string }[] {
  if (!haveToastsKeys(state)) return [];
  const { copy, outcome } = act.end;
  return [
    ...(copy !== undefined && toastToCopy(state) === act ? [{ key: 'y', text: `copies the ${copy.what}` }] : []),
    ...(outcome === 'done' ? [] : [{ key: 'A', text: 'details' }]),
    ...(shownToasts(state).at(-1) === act ? [{ key: 'Esc', text: 'close' }] : []),
  ];
}

function spokenText(act: EndedAct): string {
  const { title, details, hints } = act.end;
  return [`${markOf(act).word}: ${title}`, ...details, ...hints.slice(0, 1)].join('. ');
}

/**
 * Returns a corner outside the focused pane, else a corner of a large pane without the cursor. An open overlay would be
 * covered, so the line above the footer shows the toast.
 */
function placeOf(
  views: Views,
  state: ScreenState,
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
): Rectangle | undefined {
  if (state.layers.some(({ id }) => views.get(id).draw !== undefined)) return undefined;
  const { body, panes } = layoutOf(state);
  const view = views.get(baseView(state).id);
  const focused = view.kind === 'pane' ? (panes[state.focus] ?? body) : body;
  const left = body.left + body.width - width - 1;
  const bottom = { left, top: body.top + body.height - height - 1, width, height };
  const top = { left, top: body.top + 1, width, height };
  if (body.height < height + 4) return undefined;
  const outside = [bottom, top].find((place) => !overlap(place, focused));
  if (outside !== undefined) return outside;
  if (focused.height < minHeights * height) return undefined;
  const cursor = view.cursorRow?.(state);
  return [bottom, top].find((place) => cursor === undefined || cursor < place.top || cursor >= place.top + height);
}

/** A pane of this many toast heights is still readable below a toast. */
const minHeights = 4;

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}
