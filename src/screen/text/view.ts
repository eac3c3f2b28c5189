import type { ShownText } from '../state/open/show-text.ts';
import { view } from '../state/screen.ts';
import { textBindings, textOverlay } from '../table/text-overlay.ts';

/** A text over the panes is read, scrolled, copied and closed. */
export const text = view<ShownText>({
  id: 'text',
  title: 'Texts over the panes',
  kind: 'overlay',
  bindings: textBindings<ShownText>({
    id: 'text',
    closedBy: ['escape', 'enter', 'q'],
    copyOf: ({ copy }) => copy,
    hasTables: true,
  }),
  draw: { box: textOverlay },
});
