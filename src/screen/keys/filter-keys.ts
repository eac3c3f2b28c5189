import { move } from '../store/move.ts';
import { filterPicker } from '../store/picker.ts';
import { closeLayer, replaceLayer, type Screen } from '../store/screen.ts';
import type { Layer } from '../store/screen-state.ts';
import { setFilter } from '../store/tables.ts';
import type { Key } from './decode.ts';
import { editLine } from './edit-line.ts';
import type { LayerKeys } from './layer-binding.ts';
import { moving } from './moving.ts';

type FilterLayer = Layer & { readonly kind: 'filter' };

/** Every letter filters at once; Enter keeps the filter, Esc takes it away. */
export const filterKeys: LayerKeys<FilterLayer> = {
  title: 'Filter of a list, /',
  keys: [
    { keys: ['enter'], hint: 'keep', help: 'keep the filter', run: closeLayer },
    { keys: ['escape'], hint: 'clear', help: 'take the filter away', run: clear },
    moving(
      {
        keys: ['up', 'down'],
        shown: ['↑↓'],
        when: ({ table }) => table !== 'picker',
        help: 'to another row, among the pods and the jobs',
      },
      (screen, _, motion) => move(screen, motion),
    ),
  ],
  edit,
};

function clear(screen: Screen, layer: FilterLayer): void {
  apply(screen, layer, '');
  closeLayer(screen);
}

function edit(screen: Screen, layer: FilterLayer, key: Key): void {
  const line = editLine(layer.line, key);
  if (line === undefined) return;
  replaceLayer(screen, { ...layer, line });
  apply(screen, layer, line.text);
}

function apply(screen: Screen, { table }: FilterLayer, filter: string): void {
  if (table === 'picker') filterPicker(screen, filter);
  else setFilter(screen, table, filter);
}
