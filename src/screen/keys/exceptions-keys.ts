import { exceptionsOverlay } from '../rows/exceptions-overlay.ts';
import { goToLine } from '../store/logs/open-exceptions.ts';
import { motionOf, moveBy } from '../store/motion.ts';
import { closeLayer, replaceLayer, type Screen } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';

/** Equal stack traces: the newest of one is where Enter goes. */
export function pressInExceptions(screen: Screen, layer: Layer & { readonly kind: 'exceptions' }, key: Key): Taken {
  const group = layer.groups[layer.cursor];
  const motion = motionOf(key.name);
  if (['escape', 'q', 'e'].includes(key.name)) {
    closeLayer(screen);
  } else if (key.name === 'enter') {
    if (group === undefined) closeLayer(screen);
    else goToLine(screen, group.last);
  } else if (motion !== undefined) {
    const { page } = exceptionsOverlay(screen.store.getState(), layer);
    const cursor = moveBy(layer.cursor, motion, page, Math.max(0, layer.groups.length - 1));
    replaceLayer(screen, { ...layer, cursor });
  }
  return 'taken';
}
