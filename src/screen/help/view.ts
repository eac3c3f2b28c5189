import { emptyLine } from '../draw/edit-line.ts';
import { typedRow } from '../draw/typed-row.ts';
import { frontView, openLayer } from '../state/layers.ts';
import { type Screen, view } from '../state/screen.ts';
import { editSearch, helpBindings, isTyping } from './help-bindings.ts';
import { drawHelp, type ShownHelp } from './help-box.ts';
import { helpSections } from './help-sections.ts';

/** The list of all keys and commands, first those of the view below. It opens over all views without text input. */
export const help = view<ShownHelp>({
  id: 'help',
  title: 'Help',
  kind: 'overlay',
  bindings: helpBindings,
  opens: [
    {
      viewId: 'any',
      isOverOverlays: true,
      action: 'help.open',
      keys: ['?', 'f1'],
      hint: 'help',
      isAlwaysShown: true,
      help: 'Show all keys and commands',
      run: openHelp,
    },
  ],
  edit: editSearch,
  takesText: isTyping,
  prompt: ({ theme }, { search, isTyping }, width) => (isTyping ? typedRow('/', search, theme, width) : undefined),
  draw: { box: drawHelp },
});

function openHelp(screen: Screen): void {
  const { id } = frontView(screen.store.getState());
  const sections = helpSections(screen.views, id);
  openLayer<ShownHelp>(screen, 'help', { sections, search: emptyLine, isTyping: false, top: 0 });
}
