import { exceptionsOverlay } from '../rows/exceptions-overlay.ts';
import { goToLine } from '../store/logs/open-exceptions.ts';
import { moveBy } from '../store/motion.ts';
import { closeLayer, replaceLayer, type Screen } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import type { LayerKeys } from './layer-binding.ts';
import { allMovement } from './movement.ts';
import { moving } from './moving.ts';

type ExceptionsLayer = Layer & { readonly kind: 'exceptions' };

/** Equal stack traces: the newest of one is where Enter goes. */
export const exceptionsKeys: LayerKeys<ExceptionsLayer> = {
  title: 'Equal stack traces, e',
  keys: [
    moving({ ...allMovement, hint: 'choose', help: 'to another stack trace' }, (screen, layer, motion) => {
      const { page } = exceptionsOverlay(screen.store.getState(), layer);
      const cursor = moveBy(layer.cursor, motion, page, Math.max(0, layer.groups.length - 1));
      replaceLayer(screen, { ...layer, cursor });
    }),
    { keys: ['enter'], hint: 'go to the newest', help: 'go to the newest of them, in the logs', run: goToNewest },
    { keys: ['escape', 'q', 'e'], hint: 'close', help: 'close', run: closeLayer },
  ],
};

function goToNewest(screen: Screen, { groups, cursor }: ExceptionsLayer): void {
  const group = groups[cursor];
  if (group === undefined) closeLayer(screen);
  else goToLine(screen, group.last);
}
