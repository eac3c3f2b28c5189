import { filterPicker } from '../clusters/picker.ts';
import { editLine } from '../draw/edit-line.ts';
import type { Key } from '../input/decode.ts';
import type { LayerKeys } from '../input/layer-binding.ts';
import { moving } from '../input/moving.ts';
import { move } from '../state/move.ts';
import { closeLayer, replaceLayer, type Screen } from '../state/screen.ts';
import type { Layer } from '../state/screen-state.ts';
import { setFilter } from '../state/tables.ts';

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
