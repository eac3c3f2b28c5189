import { motionOf } from '../store/motion.ts';
import { move } from '../store/move.ts';
import { filterPicker } from '../store/picker.ts';
import { closeLayer, replaceLayer, type Screen } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import { setFilter } from '../store/tables.ts';
import type { Key } from './decode.ts';
import type { Taken } from './dispatch.ts';
import { editLine } from './edit-line.ts';

type FilterLayer = Layer & { readonly kind: 'filter' };

/** Every letter filters at once; Enter keeps the filter, Esc takes it away. */
export function pressInFilter(screen: Screen, layer: FilterLayer, key: Key): Taken {
  if (key.name === 'escape') {
    apply(screen, layer, '');
    closeLayer(screen);
  } else if (key.name === 'enter') {
    closeLayer(screen);
  } else if ((key.name === 'up' || key.name === 'down') && layer.table !== 'picker') {
    const motion = motionOf(key.name);
    if (motion !== undefined) move(screen, motion);
  } else {
    const line = editLine(layer.line, key);
    if (line === undefined) return 'taken';
    replaceLayer(screen, { ...layer, line });
    apply(screen, layer, line.text);
  }
  return 'taken';
}

function apply(screen: Screen, { table }: FilterLayer, filter: string): void {
  if (table === 'picker') filterPicker(screen, filter);
  else setFilter(screen, table, filter);
}
