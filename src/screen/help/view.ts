import type { ScrolledText } from '../draw/text-box.ts';
import { openLayer } from '../state/layers.ts';
import { view } from '../state/screen.ts';
import { textBindings, textOverlay } from '../table/text-overlay.ts';
import { helpRows } from './help-rows.ts';

/** The list of all keys and commands. It opens over every view that takes no text. */
export const help = view<ScrolledText>({
  id: 'help',
  title: 'Help',
  kind: 'overlay',
  bindings: textBindings<ScrolledText>({
    id: 'help',
    closedBy: ['escape', 'enter', 'q', '?', 'f1'],
    copyHelp: 'Copy the whole help',
    copyOf: ({ rows }) => rows.map(({ text }) => text).join('\n'),
    hasTables: false,
  }),
  opens: [
    {
      viewId: 'any',
      isOverOverlays: true,
      action: 'help.open',
      keys: ['?', 'f1'],
      hint: 'help',
      isAlwaysShown: true,
      help: 'Show all keys and commands',
      run: (screen) => openLayer<ScrolledText>(screen, 'help', { title: 'Help', rows: helpRows(screen.views), top: 0 }),
    },
  ],
  draw: { box: textOverlay },
});
