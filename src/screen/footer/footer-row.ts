import { widthOf } from '../draw/fit.ts';
import { activeBindings, openersOverOverlays, reachableBindings, takesText } from '../input/active-bindings.ts';
import { firstShownKey, shownKey } from '../input/shown-key.ts';
import { frontView } from '../state/layers.ts';
import type { Binding, Views } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

type Hint = { readonly key: string; readonly text: string; readonly isAvailable: boolean };

/** Formats the hints of the active keys and dims unavailable ones. Pressing a dimmed key shows the reason. */
export function footerRow(views: Views, state: ScreenState, width: number): string {
  if (state.typedKeys.length > 0) return sequenceRow(reachableBindings(views, state), state, width);
  const { id, viewState } = frontView(state);
  const view = views.get(id);
  const instead = view.insteadOfKeys?.(state, viewState, width);
  if (instead !== undefined) return instead;
  const bindings = activeBindings(views, state);
  const hintsOf = (some: readonly Binding[]) => some.flatMap((binding) => hintOf(binding, bindings, state, viewState));
  const isTaken = ({ keys }: Binding) => bindings.some((binding) => keys.some((key) => binding.keys.includes(key)));
  const openers = view.kind === 'overlay' && !takesText(view, { viewState }) ? openersOverOverlays(views) : [];
  return hintRow(
    state,
    hintsOf(bindings.filter(({ isAlwaysShown }) => isAlwaysShown !== true)),
    hintsOf([
      ...openers.filter((opener) => !isTaken(opener)),
      ...bindings.filter(({ isAlwaysShown }) => isAlwaysShown === true),
    ]),
    width,
  );
}

/** Shows the keys typed so far, and the keys that may follow: `g…  s shell  w what is wrong`. */
function sequenceRow(bindings: readonly Binding[], state: ScreenState, width: number): string {
  const { typedKeys, theme } = state;
  const start = `${typedKeys.join(' ')} `;
  const hints = bindings.flatMap((binding): readonly Hint[] => {
    const key = binding.keys.find((one) => one.startsWith(start));
    if (key === undefined) return [];
    const [hint] = hintOf(binding, [], state, frontView(state).viewState);
    return [
      {
        key: shownKey(key.slice(start.length)),
        text: hint?.text ?? binding.help,
        isAvailable: isAvailable(binding, state),
      },
    ];
  });
  const typed = `${typedKeys.map(shownKey).join(' ')}…`;
  const rest = hintRow(state, hints, [{ key: 'Esc', text: 'cancel', isAvailable: true }], width - widthOf(typed) - 2);
  return ` ${theme.strong(typed)} ${rest}`;
}

function isAvailable({ available }: Binding, state: ScreenState): boolean {
  return (available?.(state) ?? true) === true;
}

function hintOf(binding: Binding, others: readonly Binding[], state: ScreenState, viewState: unknown): readonly Hint[] {
  const { hint, hintWith } = binding;
  const text = typeof hint === 'function' ? hint(viewState, state) : hint;
  const pair = [binding, others.find(({ action }) => action === hintWith)];
  const keys = pair.flatMap((one) => (one === undefined || one.keys.length === 0 ? [] : [firstShownKey(one)]));
  if (text === undefined || keys.length === 0) return [];
  const areArrows = keys.every((key) => '←→↑↓'.includes(key));
  return [{ key: keys.join(areArrows ? '' : ' '), text, isAvailable: isAvailable(binding, state) }];
}

/** Hints at the right end are always shown. Other hints are shown if they fit. */
function hintRow({ theme }: ScreenState, left: readonly Hint[], right: readonly Hint[], width: number): string {
  const widthOfHint = ({ key, text }: Hint) => widthOf(key) + 1 + widthOf(text) + 2;
  const paint = ({ key, text, isAvailable }: Hint) =>
    isAvailable ? `${theme.key(key)} ${text}` : theme.gone(`${key} ${text}`);
  const rightWidth = right.reduce((sum, hint) => sum + widthOfHint(hint), 0);
  let room = width - 1 - rightWidth;
  const fitting = left.filter((hint) => {
    room -= widthOfHint(hint);
    return room >= 0;
  });
  const leftWidth = fitting.reduce((sum, hint) => sum + widthOfHint(hint), 0);
  const blanks = ' '.repeat(Math.max(0, width - 1 - leftWidth - rightWidth));
  return ` ${fitting.map((hint) => `${paint(hint)}  `).join('')}${right.length === 0 ? '' : blanks}${right.map(paint).join('  ')}`;
}
