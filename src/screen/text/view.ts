import type { ShownText } from '../state/open/show-text.ts';
import { view } from '../state/screen.ts';
import { textBindings, textOverlay } from '../table/text-overlay.ts';

/** A text over the panes, such as the result of a command. */
export const text = view<ShownText>({
  id: 'text',
  title: 'Text view',
  kind: 'overlay',
  bindings: textBindings<ShownText>({
    id: 'text',
    closedBy: ['escape', 'enter', 'q'],
    copyHelp: 'Copy the ids or paths of the result, or the whole text',
    copyOf: ({ copy }) => copy,
    hasTables: true,
  }),
  draw: { box: textOverlay },
});
