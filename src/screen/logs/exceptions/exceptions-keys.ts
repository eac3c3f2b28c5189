import { moveBy } from '../../draw/motion.ts';
import type { LayerKeys } from '../../input/layer-binding.ts';
import { allMovement } from '../../input/movement.ts';
import { moving } from '../../input/moving.ts';
import { closeLayer, replaceLayer, type Screen } from '../../state/screen.ts';
import type { Layer } from '../../state/screen-state.ts';
import { exceptionsOverlay } from './exceptions-overlay.ts';
import { goToLine } from './open-exceptions.ts';

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
