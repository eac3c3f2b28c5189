import type { KeyHandling } from '../input/dispatch.ts';
import { bytesOfKey } from '../input/key-bytes.ts';
import type { Screen } from '../state/screen.ts';
import type { Layer } from '../state/screen-state.ts';
import { moveInView } from './move-in-view.ts';

/** Lines for each step of the wheel. */
const wheelLines = 3;

/** Scrolls the view under the pointer, which need not have the focus. */
export function scrollView(screen: Screen, layer: Layer, direction: 1 | -1): KeyHandling {
  const { inkList } = screen.views.get(layer.id);
  // Ink has no key for several rows.
  if (inkList !== undefined) return { ink: bytesOfKey(direction < 0 ? 'up' : 'down') };
  moveInView(screen, layer, { kind: 'scroll', count: direction * wheelLines });
  return 'handled';
}
