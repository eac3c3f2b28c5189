import { dialogBox } from '../rows/dialog-box.ts';
import { motionOf, moveBy } from '../store/motion.ts';
import { closeLayer, replaceLayer, type Screen, say } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';
import { editLine } from './edit-line.ts';
import { listKeys } from './list-keys.ts';

type DialogLayer = Layer & { readonly kind: 'dialog' };

/** Nothing is done by a slip: No is the default, and the worst wants a word to be typed. */
export function pressInDialog(screen: Screen, layer: DialogLayer, key: Key): Taken {
  if (key.name === 'escape') {
    refuse(screen, layer);
    return 'taken';
  }
  if (key.name === 'pageup' || key.name === 'pagedown') return scroll(screen, layer, key);
  const { confirmation } = layer.plan;
  return confirmation.kind === 'type'
    ? pressInWord(screen, layer, confirmation.word, key)
    : pressInChoice(screen, layer, key);
}

function scroll(screen: Screen, layer: DialogLayer, key: Key): Taken {
  const { height, lastTop } = dialogBox(screen.store.getState(), layer);
  const motion = motionOf(key.name);
  if (motion !== undefined) replaceLayer(screen, { ...layer, top: moveBy(layer.top, motion, height, lastTop) });
  return 'taken';
}

function pressInChoice(screen: Screen, layer: DialogLayer, key: Key): Taken {
  switch (key.name) {
    case 'y':
      confirm(screen, layer);
      return 'taken';
    case 'n':
    case 'q':
      refuse(screen, layer);
      return 'taken';
    default:
      return listKeys.has(key.name) ? 'ink' : 'taken';
  }
}

function pressInWord(screen: Screen, layer: DialogLayer, word: string, key: Key): Taken {
  if (key.name === 'enter') {
    if (layer.typed.text.trim() === word) confirm(screen, layer);
    else replaceLayer(screen, { ...layer, complaint: `that is not ${word}` });
    return 'taken';
  }
  const typed = editLine(layer.typed, key);
  if (typed !== undefined) replaceLayer(screen, { ...layer, typed, complaint: undefined });
  return 'taken';
}

export function confirm(screen: Screen, layer: DialogLayer): void {
  closeLayer(screen);
  layer.confirm();
}

export function refuse(screen: Screen, layer: DialogLayer): void {
  closeLayer(screen);
  say(screen, `not done: ${layer.plan.title}`);
}
