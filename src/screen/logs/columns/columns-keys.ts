import { chooseInList } from '../../input/choose-in-list.ts';
import type { LayerKeys } from '../../input/layer-binding.ts';
import { closeLayer } from '../../state/screen.ts';
import type { Layer } from '../../state/screen-state.ts';

/** The list itself is Ink's. */
export const columnsKeys: LayerKeys<Layer & { readonly kind: 'log-columns' }> = {
  title: 'Columns of the logs, c',
  keys: [
    { ...chooseInList, help: 'to another column' },
    { keys: ['enter'], hint: 'show or hide', help: 'show the column, or hide it', run: 'ink' },
    { keys: ['escape', 'c', 'q'], hint: 'close', help: 'close', run: closeLayer },
  ],
};
