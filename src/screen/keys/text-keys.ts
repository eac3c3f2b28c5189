import { textOverlay } from '../rows/text-overlay.ts';
import { moveBy } from '../store/motion.ts';
import { closeLayer, replaceLayer, type Screen, say } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import type { LayerKeys } from './layer-binding.ts';
import { allMovement } from './movement.ts';
import { moving } from './moving.ts';

type TextLayer = Layer & { readonly kind: 'text' };

/** A text over the panes is read, scrolled, copied and closed. */
export const textKeys: LayerKeys<TextLayer> = {
  title: 'Texts over the panes',
  keys: [
    moving({ ...allMovement, hint: 'scroll', help: 'scroll' }, (screen, layer, motion) => {
      const { rows, height } = textOverlay(screen.store.getState(), layer);
      replaceLayer(screen, { ...layer, top: moveBy(layer.top, motion, height, Math.max(0, rows.length - height)) });
    }),
    { keys: ['y'], hint: 'copy', help: 'copy what matters of it, or all of it', run: copyText },
    { keys: ['escape', 'enter', 'q', '?'], hint: 'close', help: 'close', run: closeLayer },
  ],
};

function copyText(screen: Screen, { copy }: TextLayer): void {
  screen.copy(copy);
  say(screen, `copied ${copy.split('\n').length === 1 ? copy : 'the text'}`, 'ok');
}
