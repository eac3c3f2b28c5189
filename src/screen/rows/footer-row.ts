import { activeBindings } from '../keys/active-bindings.ts';
import type { Binding, DescribedKey } from '../keys/binding.ts';
import { activeKeys, type LayerKeys, takesText } from '../keys/layer-binding.ts';
import { layerKeysOf } from '../keys/layer-keys.ts';
import { pickerKeys } from '../keys/picker-keys.ts';
import { firstShownKey } from '../keys/shown-key.ts';
import type { Layer, ScreenState } from '../store/screen-state.ts';
import { cut, widthOf } from './fit.ts';

type Hint = { readonly key: string; readonly text: string; readonly isAvailable?: boolean };

/** The keys that make sense now. What cannot be done now is there too, dimmed: its key says why. */
export function footerRow(state: ScreenState, width: number): string {
  const { layers, stage } = state;
  const layer = layers.at(-1);
  if (layer !== undefined) return saidInstead(state, layer, width) ?? layerRow(state, layerKeysOf(layer), layer, width);
  return stage.kind === 'picking' ? layerRow(state, pickerKeys, stage, width) : paneRow(state, width);
}

/** What is wrong with the typed line, or what it may become. */
function saidInstead({ theme }: ScreenState, layer: Layer, width: number): string | undefined {
  const fault = layer.kind === 'log-prompt' ? layer.complaint : layer.kind === 'command-line' ? layer.error : undefined;
  if (fault !== undefined) return theme.error(cut(` ${fault}`, width));
  if (layer.kind !== 'command-line' || layer.candidates.length === 0) return undefined;
  const explained = layer.candidates.map(({ text, hint }) => (hint === '' ? text : `${text} (${hint})`)).join('  ');
  const words = layer.candidates.map(({ text }) => text).join('  ');
  return cut(` ${widthOf(explained) < width ? explained : words}`, width);
}

/** What closes the layer stands at the right, and always. */
function layerRow<Subject>(state: ScreenState, layer: LayerKeys<Subject>, subject: Subject, width: number): string {
  const bindings = activeKeys(layer, subject);
  const hintsOf = (those: typeof bindings) =>
    those.flatMap(({ hint, ...key }): readonly Hint[] => {
      const text = typeof hint === 'function' ? hint(subject) : hint;
      return text === undefined ? [] : [{ key: firstShownKey(key), text }];
    });
  const closes = ({ keys }: DescribedKey) => keys.includes('escape');
  const takesHelp = !takesText(layer, subject) && !bindings.some(({ keys }) => keys.includes('?'));
  const help: readonly Hint[] = takesHelp ? [{ key: '?', text: 'help' }] : [];
  return hintRow(
    state,
    hintsOf(bindings.filter((binding) => !closes(binding))),
    [...help, ...hintsOf(bindings.filter(closes))],
    width,
  );
}

/** What belongs to the pane from the left; what is for all at the right, where it is always found. */
function paneRow(state: ScreenState, width: number): string {
  const shown = activeBindings(state).filter(({ hint }) => hint !== undefined);
  const hintOf = (binding: Binding): Hint => ({
    key: firstShownKey(binding),
    text: binding.hint ?? '',
    isAvailable: (binding.available?.(state) ?? true) === true,
  });
  const isLasting = (binding: Binding) => binding.isLasting === true;
  const back: readonly Hint[] = state.detail === undefined ? [] : [{ key: 'Esc', text: 'back' }];
  return hintRow(
    state,
    [...back, ...shown.filter((binding) => !isLasting(binding)).map(hintOf)],
    shown.filter(isLasting).map(hintOf),
    width,
  );
}

function hintRow({ theme }: ScreenState, left: readonly Hint[], right: readonly Hint[], width: number): string {
  const widthOfHint = ({ key, text }: Hint) => widthOf(key) + 1 + widthOf(text) + 2;
  const paint = ({ key, text, isAvailable = true }: Hint) =>
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
