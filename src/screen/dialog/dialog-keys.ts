import { editLine } from '../draw/edit-line.ts';
import { moveBy } from '../draw/motion.ts';
import { chooseInList } from '../input/choose-in-list.ts';
import type { Key } from '../input/decode.ts';
import type { LayerKeys } from '../input/layer-binding.ts';
import { moving } from '../input/moving.ts';
import { closeLayer, replaceLayer, type Screen, say } from '../state/screen.ts';
import type { Layer } from '../state/screen-state.ts';
import { dialogBox } from './dialog-box.ts';

type DialogLayer = Layer & { readonly kind: 'dialog' };

/** Nothing is done by a slip: No is the default, and the worst wants a word to be typed. */
export const dialogKeys: LayerKeys<DialogLayer> = {
  title: 'Questions',
  keys: [
    { keys: ['y'], when: isChoice, hint: 'yes', help: 'yes, do it', run: confirm },
    { keys: ['n', 'q'], when: isChoice, hint: 'no', help: 'no, leave it', run: refuse },
    {
      ...chooseInList,
      keys: [...chooseInList.keys, 'enter'],
      shown: [...chooseInList.shown, 'Enter'],
      when: isChoice,
      help: 'choose; it begins at No',
    },
    {
      keys: ['enter'],
      when: wantsWord,
      hint: 'do it',
      help: 'do it, once the word that is asked for is typed',
      run: takeWord,
    },
    { keys: ['escape'], hint: 'leave it', help: 'leave it', run: refuse },
    moving({ keys: ['pageup', 'pagedown'], help: 'the other lines of what it hits' }, (screen, layer, motion) => {
      const { height, lastTop } = dialogBox(screen.store.getState(), layer);
      replaceLayer(screen, { ...layer, top: moveBy(layer.top, motion, height, lastTop) });
    }),
  ],
  edit,
  takesText: wantsWord,
};

function wantsWord({ plan }: DialogLayer): boolean {
  return plan.confirmation.kind === 'type';
}

function isChoice(layer: DialogLayer): boolean {
  return !wantsWord(layer);
}

function takeWord(screen: Screen, layer: DialogLayer): void {
  const { confirmation } = layer.plan;
  if (confirmation.kind !== 'type') return;
  if (layer.typed.text.trim() === confirmation.word) confirm(screen, layer);
  else replaceLayer(screen, { ...layer, complaint: `that is not ${confirmation.word}` });
}

function edit(screen: Screen, layer: DialogLayer, key: Key): void {
  const typed = editLine(layer.typed, key);
  if (typed !== undefined) replaceLayer(screen, { ...layer, typed, complaint: undefined });
}

export function confirm(screen: Screen, layer: DialogLayer): void {
  closeLayer(screen);
  layer.confirm();
}

export function refuse(screen: Screen, layer: DialogLayer): void {
  closeLayer(screen);
  say(screen, `not done: ${layer.plan.title}`);
}
