import type { Picking } from '../store/picker.ts';
import { openLayer } from '../store/screen.ts';
import { chooseInList } from './choose-in-list.ts';
import { lineOf } from './edit-line.ts';
import type { LayerKeys } from './layer-binding.ts';

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
