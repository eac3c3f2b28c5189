import { largest } from '../../text/largest.ts';
import { cut, widthOf } from '../draw/fit.ts';
import { frontView } from '../state/layers.ts';
import type { Binding, Views } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { activeBindings, openersOverOverlays, reachableBindings, takesText } from './active-bindings.ts';
import { firstShownKey, shownKey } from './shown-key.ts';

/** A hint of the footer. */
export type Hint = {
  /** As shown: `< >`. */
  readonly key: string;
  readonly text: string;
  readonly isAvailable: boolean;
  /** The key that a click on the hint presses, and for a hint of two keys the key in its right half. */
  readonly presses: readonly string[];
};

export type PlacedHint = Hint & {
  /** First column of the key. */
  readonly left: number;
};

export type FooterHints = {
  /** The keys typed so far of a sequence. */
  readonly typed: string | undefined;
  readonly hints: readonly PlacedHint[];
};

const gap = 2;

/** Returns the hints of the footer with their places; undefined if the view shows something else instead. */
export function footerHints(views: Views, state: ScreenState, width: number): FooterHints | undefined {
  if (state.typedKeys.length > 0) return sequenceHints(reachableBindings(views, state), state, width);
  const { id, viewState } = frontView(state);
  const view = views.get(id);
  if (view.insteadOfKeys?.(state, viewState, width) !== undefined) return undefined;
  const bindings = activeBindings(views, state);
  const hintsOf = (some: readonly Binding[]) => some.flatMap((binding) => hintOf(binding, bindings, state, viewState));
  const isTaken = ({ keys }: Binding) => bindings.some((binding) => keys.some((key) => binding.keys.includes(key)));
  const openers = view.kind === 'overlay' && !takesText(view, { viewState }) ? openersOverOverlays(views) : [];
  const left = hintsOf(bindings.filter(({ isAlwaysShown }) => isAlwaysShown !== true));
  const right = hintsOf([
    ...openers.filter((opener) => !isTaken(opener)),
    ...bindings.filter(({ isAlwaysShown }) => isAlwaysShown === true),
  ]);
  return { typed: undefined, hints: place(left, right, 1, width) };
}

/** Returns the keys that may follow those typed so far. */
function sequenceHints(bindings: readonly Binding[], state: ScreenState, width: number): FooterHints {
  const start = `${state.typedKeys.join(' ')} `;
  const hints = bindings.flatMap((binding): readonly Hint[] => {
    const key = binding.keys.find((one) => one.startsWith(start))?.slice(start.length);
    if (key === undefined) return [];
    const [hint] = hintOf(binding, [], state, frontView(state).viewState);
    const text = hint?.text ?? firstClause(binding.help);
    return [{ key: shownKey(key), text, isAvailable: isAvailable(binding, state), presses: [key] }];
  });
  const typed = `${state.typedKeys.map(shownKey).join(' ')}…`;
  const cancel = { key: 'Esc', text: 'cancel', isAvailable: true, presses: ['escape'] };
  const from = 1 + widthOf(typed) + gap;
  return { typed, hints: place(shortened(hints, width - from - widthOfHint(cancel)), [cancel], from, width) };
}

/** Cuts the longest texts, so that all hints fit. The texts are cut to nothing if there are very many hints. */
function shortened(hints: readonly Hint[], room: number): readonly Hint[] {
  const widest = largest(hints.map(({ text }) => widthOf(text)));
  const isFitting = (limit: number) => widthOfHints(cutTexts(hints, limit)) <= room;
  let limit = widest;
  while (limit > 0 && !isFitting(limit)) limit -= 1;
  return cutTexts(hints, limit);
}

function cutTexts(hints: readonly Hint[], limit: number): readonly Hint[] {
  return hints.map((hint) => ({ ...hint, text: cut(hint.text, limit) }));
}

function firstClause(text: string): string {
  return text.replace(/[:,;(].*/, '').trim();
}

function isAvailable({ available }: Binding, state: ScreenState): boolean {
  return (available?.(state) ?? true) === true;
}

function hintOf(binding: Binding, others: readonly Binding[], state: ScreenState, viewState: unknown): readonly Hint[] {
  const { hint, hintWith } = binding;
  const text = typeof hint === 'function' ? hint(viewState, state) : hint;
  const pair = [binding, others.find(({ action }) => action === hintWith)].filter((one) => one !== undefined);
  const bound = pair.filter(({ keys }) => keys.length > 0);
  if (text === undefined || bound.length === 0) return [];
  const keys = bound.map(firstShownKey);
  const areArrows = keys.every((key) => '←→↑↓'.includes(key));
  const presses = bound.flatMap(({ keys: [first = ''] }) => first);
  return [{ key: keys.join(areArrows ? '' : ' '), text, isAvailable: isAvailable(binding, state), presses }];
}

/** Hints at the right end are always shown. Other hints are shown if they fit. */
function place(left: readonly Hint[], right: readonly Hint[], from: number, width: number): readonly PlacedHint[] {
  const rightWidth = widthOfHints(right);
  let room = width - from - rightWidth;
  const fitting = left.filter((hint) => {
    room -= widthOfHint(hint);
    return room >= 0;
  });
  const leftWidth = widthOfHints(fitting);
  return [...inARow(fitting, from), ...inARow(right, Math.max(from + leftWidth, width - rightWidth))];
}

function inARow(hints: readonly Hint[], from: number): readonly PlacedHint[] {
  let left = from;
  return hints.map((hint) => {
    const placed = { ...hint, left };
    left += widthOfHint(hint);
    return placed;
  });
}

function widthOfHints(hints: readonly Hint[]): number {
  return hints.reduce((sum, hint) => sum + widthOfHint(hint), 0);
}

function widthOfHint({ key, text }: Hint): number {
  return widthOf(key) + 1 + widthOf(text) + gap;
}
