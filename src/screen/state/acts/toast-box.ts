import { largest } from '../../../text/largest.ts';
import { printable } from '../../../text/printable.ts';
import { cell, cutMiddle, widthOf, wrapAndCut } from '../../draw/fit.ts';
import type { Rectangle } from '../../draw/rectangle.ts';
import { keyName } from '../key-names.ts';
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
  const shown = shownToasts(state);
  if (shown.length === 0) return undefined;
  const room = Math.min(maxWidth, state.size.columns - 4) - 6;
  const contents = shown.map((act) => ({ act, rows: contentOf(act, room) }));
  const fitting = fittingToasts(contents, layoutOf(state).body.height);
  const inner = Math.max(minWidth - 6, largest(fitting.flatMap(({ rows }) => rows).map(({ text }) => widthOf(text))));
  const rows = fitting.flatMap((content) => boxRows(state, content.act, content.rows, inner));
  const rectangle = placeOf(views, state, { width: inner + 6, height: rows.length });
  const spoken = fitting.map(({ act }) => printable(spokenText(act))).join('\n');
  return rectangle && { rectangle, text: rows.join('\n'), spoken };
}

type Content = { readonly act: EndedAct; readonly rows: readonly Row[] };

/** Returns the newest toasts that together cover at most half of the height, but at least one. */
function fittingToasts(contents: readonly Content[], height: number): readonly Content[] {
  const rowsOf = (some: readonly Content[]) => some.reduce((sum, { rows }) => sum + rows.length + 2, 0);
  const first = contents.findIndex((_, index) => rowsOf(contents.slice(index)) * 2 <= height);
  return contents.slice(first === -1 ? -1 : first);
}

type Row = { readonly text: string; readonly kind: 'title' | 'plain' | 'muted' };

function contentOf({ end: { outcome, title, details, hints } }: EndedAct, width: number): readonly Row[] {
  const wrapped = (text: string | undefined, limit: number) =>
    text === undefined ? [] : wrapAndCut(text, width, limit);
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

/** Only the keys that work now. `y` copies from the newest toast with something to copy. */
function keysOf(state: ScreenState, act: EndedAct): readonly { readonly key: string; readonly text: string }[] {
  if (!haveToastsKeys(state)) return [];
  const { copy, outcome } = act.end;
  return [
    ...(copy !== undefined && toastToCopy(state) === act
      ? [{ key: keyName(state, 'toast.copy'), text: `copies the ${copy.what}` }]
      : []),
    ...(outcome === 'done' ? [] : [{ key: keyName(state, 'activities.show'), text: 'details' }]),
    ...(shownToasts(state).at(-1) === act ? [{ key: keyName(state, 'toast.dismiss'), text: 'close' }] : []),
  ];
}

function spokenText(act: EndedAct): string {
  const { title, outcome, details, messages, hints } = act.end;
  const facts =
    outcome === 'done'
      ? [firstOf(details)]
      : [firstOf(messages ?? details.slice(0, 1)), firstOf(details.slice(1)), hints[0]];
  return [`${markOf(act).word}: ${title}`, ...facts.filter((fact) => fact !== undefined)].join('. ');
}

/** Returns the first of several texts and the number of the others. A listener cannot skip a long list. */
function firstOf([first, ...others]: readonly string[]): string | undefined {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/**
 * Returns a place at the right edge outside the focused pane, else a corner of a large pane without the cursor. While
 * an overlay is open, the line above the footer shows the toast instead.
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
  const at = (top: number) => ({ left: body.left + body.width - width - 1, top, width, height });
  const bottom = at(body.top + body.height - height - 1);
  // The end of a table is more often empty than its start.
  const above = body.height < minBodyHeight ? [] : [at(focused.top - height - 1)];
  const isOutside = (place: Rectangle) => place.top > body.top && !overlap(place, focused);
  const outside = [bottom, ...above].find(isOutside);
  if (outside !== undefined) return outside;
  if (focused.height < minHeights * height) return undefined;
  const cursor = view.cursorRow?.(state);
  const isClear = ({ top }: Rectangle) => cursor === undefined || cursor < top || cursor >= top + height;
  return [bottom, at(body.top + 1)].find(isClear);
}

/** With fewer rows, a toast would cover most of an unfocused pane. */
const minBodyHeight = 24;
/** A pane of this many toast heights is still readable behind a toast. */
const minHeights = 4;

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}
