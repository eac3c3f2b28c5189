import { textOverlay } from '../rows/text-overlay.ts';
import { motionOf, moveBy } from '../store/motion.ts';
import { closeLayer, replaceLayer, type Screen, say } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';

/** A text over the panes is read, scrolled, copied and closed. */
export function pressInText(screen: Screen, layer: Layer & { readonly kind: 'text' }, key: Key): Taken {
  if (['escape', 'enter', 'q', '?'].includes(key.name)) {
    closeLayer(screen);
  } else if (key.name === 'y') {
    screen.copy(layer.copy);
    say(screen, `copied ${layer.copy.split('\n').length === 1 ? layer.copy : 'the text'}`, 'ok');
  } else {
    const motion = motionOf(key.name);
    if (motion === undefined) return 'taken';
    const { rows, height } = textOverlay(screen.store.getState(), layer);
    replaceLayer(screen, { ...layer, top: moveBy(layer.top, motion, height, Math.max(0, rows.length - height)) });
  }
  return 'taken';
}
