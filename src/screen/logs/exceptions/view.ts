import { moveBy } from '../../draw/movement.ts';
import { closeBinding } from '../../input/close-binding.ts';
import { movementBinding } from '../../input/movement-binding.ts';
import { allMovement } from '../../input/movement-keys.ts';
import { changeLayer, closeLayer } from '../../state/layers.ts';
import { type Screen, view } from '../../state/screen.ts';
import { exceptionsBox } from './exceptions-box.ts';
import { type ExceptionList, goToLine } from './open-exceptions.ts';

/** Equal stack traces, counted: the newest of one is where Enter goes. */
export const exceptions = view<ExceptionList>({
  id: 'exceptions',
  title: 'Equal stack traces, e',
  kind: 'overlay',
  isList: () => true,
  bindings: [
    movementBinding(
      { ...allMovement, action: 'exceptions.move', hint: 'choose', help: 'to another stack trace' },
      (screen, list, motion) => {
        const { page } = exceptionsBox(screen.store.getState(), list);
        const cursor = moveBy(list.cursor, motion, page, Math.max(0, list.groups.length - 1));
        changeLayer<ExceptionList>(screen, { ...list, cursor });
      },
    ),
    {
      action: 'exceptions.go',
      keys: ['enter'],
      hint: 'go to the newest',
      help: 'go to the newest of them, in the logs',
      run: goToNewest,
    },
    closeBinding('exceptions', ['escape', 'q', 'e']),
  ],
  draw: {
    box: (state, list) => {
      const { rectangle, rows } = exceptionsBox(state, list);
      const title = `Exceptions, the newest first (${list.groups.length})`;
      return { rectangle, title, isFocused: true, text: rows.join('\n') };
    },
  },
});

function goToNewest(screen: Screen, { groups, cursor }: ExceptionList): void {
  const group = groups[cursor];
  if (group === undefined) closeLayer(screen);
  else goToLine(screen, group.last);
}
