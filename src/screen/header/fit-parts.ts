import { cut, sanitize, widthOf } from '../draw/fit.ts';
import type { Theme, Token } from '../theme/theme.ts';

type Form = { readonly label?: string; readonly text: string };

/** One fact in a row of the header. */
export type HeaderPart = {
  /** The longest form first. */
  readonly forms: readonly [Form, ...Form[]];
  /** Paints the text after the label; undefined: plain. */
  readonly token?: Token | undefined;
  /** 1: must be seen, 2 or 3: important. Other parts are shown if they fit. */
  readonly importance: number;
  /** Gets its long form before parts of importance 2 or 3 are added. */
  readonly isUrgent?: boolean;
  /** The end of the longest form may be cut. */
  readonly isCut?: boolean;
  /** Belongs to the previous part. */
  readonly isJoined?: boolean;
  readonly side?: 'right';
};

const leftMargin = 1;
/** Only for parts at the right end. */
const rightMargin = 1;
const gap = 2;
/** A cut text shows at least this much more than the next shorter form. */
const minCutColumns = 12;

/** The shown parts with their forms, and the columns that are left. */
type Fitted = { readonly forms: ReadonlyMap<HeaderPart, Form>; readonly free: number };

/** Formats a row of at most this width. A part that does not fit has a shorter form or is left out. */
export function fitParts(unsafeParts: readonly HeaderPart[], width: number, theme: Theme): string {
  const parts = unsafeParts.map(safe);
  const margin = leftMargin + (parts.some(({ side }) => side === 'right') ? rightMargin : 0);
  const { forms, free } = fit(parts, width - margin + gap);
  const side = (wanted: HeaderPart['side']) =>
    parts
      .filter((part) => part.side === wanted && forms.has(part))
      .map((part, index) => (index === 0 ? '' : ' '.repeat(gapBefore(part))) + paint(part, forms.get(part), theme))
      .join('');
  const [left, right] = [side(undefined), side('right')];
  const blanks = free + (left === '' ? 0 : gap);
  return ' '.repeat(leftMargin) + left + (right === '' ? '' : ' '.repeat(Math.max(0, blanks)) + right);
}

/** Makes external text safe, such as the reason of a failed connection. */
function safe(part: HeaderPart): HeaderPart {
  const [first, ...others] = part.forms.map((form) => ({ ...form, text: sanitize(form.text) }));
  return first === undefined ? part : { ...part, forms: [first, ...others] };
}

/** Adds the most important parts in their shortest form, and makes them longer before less important parts follow. */
function fit(parts: readonly HeaderPart[], columns: number): Fitted {
  const ranked = parts.toSorted((a, b) => a.importance - b.importance);
  const upTo = (from: number, to: number) => ranked.filter(({ importance }) => importance >= from && importance <= to);
  const urgent = ranked.filter(({ isUrgent }) => isUrgent === true);
  // In turn, so that a narrow header has the reason of at least one failed connection.
  const essential = urgent.reduce(
    (fitted, part) => grow([part], fitted, urgent),
    add(upTo(1, 1), { forms: new Map(), free: columns }),
  );
  const important = grow(upTo(1, 3), add(upTo(2, 3), essential));
  return grow(ranked, add(upTo(4, Number.POSITIVE_INFINITY), important));
}

/** Adds the parts that fit in their shortest form. */
function add(ranked: readonly HeaderPart[], fitted: Fitted): Fitted {
  const forms = new Map(fitted.forms);
  let { free } = fitted;
  for (const part of ranked) {
    const shortest = part.forms.at(-1) ?? part.forms[0];
    const needed = columnsOf(shortest) + gapBefore(part);
    if (needed > free) continue;
    forms.set(part, shortest);
    free -= needed;
  }
  return { forms, free };
}

const gapBefore = ({ isJoined }: HeaderPart) => (isJoined === true ? 1 : gap);

/**
 * Lengthens all shown parts by one form at a time, so that similar parts look alike. Long texts leave room for those of
 * `sharing`.
 */
function grow(parts: readonly HeaderPart[], fitted: Fitted, sharing = parts): Fitted {
  let grown = fitted;
  for (;;) {
    const before = grown;
    for (const part of parts) grown = growPart(part, sharing, grown);
    if (grown.free === before.free) return grown;
  }
}

function growPart(part: HeaderPart, ranked: readonly HeaderPart[], { forms, free }: Fitted): Fitted {
  const current = forms.get(part);
  if (current === undefined) return { forms, free };
  const own = columnsOf(current);
  const room = own + (part.isCut === true ? shareOf(part, ranked, { forms, free }) : free);
  const next = nextForm(part, current, room);
  if (next === undefined || columnsOf(next) > room) return { forms, free };
  return { forms: new Map(forms).set(part, next), free: free - columnsOf(next) + own };
}

/**
 * Returns the free columns for a long text: half of them, or those that the other long texts do not need. If half of them are
 * too few for any text, the first text gets all of them.
 */
function shareOf(part: HeaderPart, ranked: readonly HeaderPart[], { forms, free }: Fitted): number {
  const others = ranked.filter((other) => other !== part && other.isCut === true && forms.has(other));
  const wanted = others.reduce((sum, other) => sum + columnsOf(other.forms[0]) - columnsOf(forms.get(other)), 0);
  const half = Math.floor(free / 2);
  return half < minCutColumns ? free : Math.max(half, free - wanted);
}

/** Returns the next longer form. The longest one is cut if that shows enough of it. */
function nextForm({ forms, isCut }: HeaderPart, current: Form, room: number): Form | undefined {
  const index = forms.indexOf(current);
  const next = forms[index - 1];
  if (next === undefined || isCut !== true || index !== 1 || columnsOf(next) <= room) return next;
  const columns = widthOf(next.text) - columnsOf(next) + room;
  return columns < widthOf(current.text) + minCutColumns ? undefined : { ...next, text: cut(next.text, columns) };
}

function columnsOf(form: Form | undefined): number {
  if (form === undefined) return 0;
  return widthOf(form.text) + (form.label === undefined ? 0 : widthOf(form.label) + 1);
}

function paint({ token }: HeaderPart, form: Form | undefined, theme: Theme): string {
  if (form === undefined) return '';
  const text = token === undefined ? form.text : theme[token](form.text);
  return form.label === undefined ? text : `${theme.muted(form.label)} ${text}`;
}
