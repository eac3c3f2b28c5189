import { cursorPosition } from '../../draw/frame/scroll-position.ts';
import { moveBy } from '../../draw/movement.ts';
import { closeBinding } from '../../input/close-binding.ts';
import { movementBinding } from '../../input/movement-binding.ts';
import { allMovement } from '../../input/movement-keys.ts';
import { changeLayer, closeLayer } from '../../state/layers.ts';
import { type Screen, view } from '../../state/screen.ts';
import { exceptionsBox } from './exceptions-box.ts';
import { type ExceptionList, goToLine } from './open-exceptions.ts';

/** Overlay that groups and counts equal stack traces. Enter goes to the newest one of a group. */
export const exceptions = view<ExceptionList>({
  id: 'exceptions',
  title: 'Exceptions',
  openedBy: ['log.exceptions'],
  kind: 'overlay',
  isList: () => true,
  bindings: [
    movementBinding(
      { ...allMovement, action: 'exceptions.move', hint: 'select', help: 'Select another exception' },
      (screen, list, movement) => {
        const { visibleCount: page } = exceptionsBox(screen.store.getState(), list);
        const cursor = moveBy(list.cursor, movement, page, Math.max(0, list.groups.length - 1));
        changeLayer<ExceptionList>(screen, { ...list, cursor });
      },
    ),
    {
      action: 'exceptions.go-to-newest',
      keys: ['enter'],
      hint: 'go to the newest',
      help: 'Go to the newest stack trace in the logs',
      run: goToNewest,
    },
    closeBinding('exceptions', ['escape', 'q', 'e']),
  ],
  draw: {
    box: (state, list) => {
      const { rectangle, rows } = exceptionsBox(state, list);
      const title = `Exceptions, newest first (${list.groups.length})`;
      const position = cursorPosition(list.cursor, list.groups.length);
      return { rectangle, title, position, isFocused: true, text: rows.join('\n') };
    },
  },
});

function goToNewest(screen: Screen, { groups, cursor }: ExceptionList): void {
  const group = groups[cursor];
  if (group === undefined) closeLayer(screen);
  else goToLine(screen, group.last);
}
