import { editLine, emptyLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { type Movement, moveBy } from '../draw/movement.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { allMovement } from '../input/movement-keys.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import type { Binding, Screen } from '../state/screen.ts';
import { commandBinding, copyText } from '../table/text-overlay.ts';
import { helpBox, type ShownHelp } from './help-box.ts';
import { sectionsText } from './help-sections.ts';

const readingBindings: readonly Binding<ShownHelp>[] = [
  movementBinding({ ...allMovement, action: 'help.scroll', hint: 'scroll', help: 'Scroll' }, scroll),
  {
    action: 'help.search',
    keys: ['/'],
    hint: 'search',
    help: 'Search for a key, a text or an action',
    run: (screen, help) => changeLayer<ShownHelp>(screen, { ...help, isTyping: true }),
  },
  {
    action: 'help.copy',
    keys: ['y'],
    hint: 'copy',
    help: 'Copy the whole help',
    run: (screen, { sections }) => copyText(screen, sectionsText(sections)),
  },
  commandBinding('help'),
  {
    action: 'help.back',
    keys: ['escape'],
    hint: ({ search }) => (search.text === '' ? 'close' : 'clear'),
    isAlwaysShown: true,
    help: 'Clear the search, or close',
    run: (screen, help) => (help.search.text === '' ? closeLayer(screen) : clearSearch(screen, help)),
  },
  { action: 'help.close', keys: ['q', 'enter', '?', 'f1'], help: 'Close', run: closeLayer },
];

/** The keys of the help. While the user types a search, other keys apply. */
export const helpBindings: readonly Binding<ShownHelp>[] = [
  ...readingBindings.map((binding) => ({ ...binding, when: isReading })),
  {
    action: 'help.keep-search',
    keys: ['enter'],
    when: isTyping,
    hint: 'keep',
    help: 'Keep the search',
    run: (screen, help) => changeLayer<ShownHelp>(screen, { ...help, isTyping: false }),
  },
  movementBinding(
    {
      action: 'help.scroll-found',
      keys: ['up', 'down', 'pageup', 'pagedown'],
      shown: ['↑↓'],
      when: isTyping,
      hint: 'scroll',
      help: 'Scroll while searching',
    },
    scroll,
  ),
  {
    action: 'help.clear-search',
    keys: ['escape'],
    when: isTyping,
    hint: 'clear',
    isAlwaysShown: true,
    help: 'Clear the search',
    run: clearSearch,
  },
];

export function isTyping(help: ShownHelp): boolean {
  return help.isTyping;
}

function isReading(help: ShownHelp): boolean {
  return !help.isTyping;
}

export function editSearch(screen: Screen, help: ShownHelp, key: Key): void {
  const search = editLine(help.search, key);
  if (search !== undefined) changeLayer<ShownHelp>(screen, { ...help, search, top: 0 });
}

function clearSearch(screen: Screen, help: ShownHelp): void {
  changeLayer<ShownHelp>(screen, { ...help, search: emptyLine, isTyping: false, top: 0 });
}

function scroll(screen: Screen, help: ShownHelp, movement: Movement): void {
  const { rows, height } = helpBox(screen.store.getState(), help);
  const top = moveBy(help.top, movement, height, Math.max(0, rows.length - height));
  changeLayer<ShownHelp>(screen, { ...help, top });
}
