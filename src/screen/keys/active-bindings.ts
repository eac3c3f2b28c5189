import { openHelp } from '../store/open-help.ts';
import type { ScreenState } from '../store/screen-state.ts';
import type { Binding } from './binding.ts';
import { commandBindings } from './command-bindings.ts';
import { keymap } from './keymap.ts';
import { stopBinding } from './stop-binding.ts';

/** The one that opens the help, over whatever takes no text. */
export const helpBinding: Binding = {
  keys: ['?', 'f1'],
  place: 'any',
  hint: 'help',
  isLasting: true,
  help: 'all keys and commands',
  run: (screen) => openHelp(screen, bindings),
};

/** Every binding there is, those of commands first. */
export const bindings: readonly Binding[] = [...commandBindings, ...keymap, stopBinding, helpBinding];

/** The bindings that mean something where the keys go now, those of the pane before those of all. */
export function activeBindings({ focus, detail }: ScreenState): readonly Binding[] {
  const isHere = ({ place, keys }: Binding) =>
    detail === undefined ? place === focus : place === 'jobs' && !keys.includes('enter') && !keys.includes('/');
  return [...bindings.filter(isHere), ...bindings.filter(({ place }) => place === 'any')];
}
