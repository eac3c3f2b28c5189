import { lineOf } from '../draw/edit-line.ts';
import { chooseInList } from '../input/choose-in-list.ts';
import type { LayerKeys } from '../input/layer-binding.ts';
import { openLayer } from '../state/screen.ts';
import type { Picking } from './picker.ts';

/** The list itself is Ink's. */
export const pickerKeys: LayerKeys<Picking> = {
  title: 'Choice of a cluster, at the start',
  keys: [
    { ...chooseInList, help: 'to another cluster' },
    { keys: ['enter'], hint: 'attach', help: 'attach to the cluster', run: 'ink' },
    {
      keys: ['/'],
      hint: 'filter',
      help: 'show only what contains a text',
      run: (screen, { filter }) => openLayer(screen, { kind: 'filter', table: 'picker', line: lineOf(filter) }),
    },
    { keys: ['q', 'escape'], hint: 'quit', help: 'leave', run: (screen) => screen.leave({ exitCode: 0, lines: [] }) },
  ],
};
