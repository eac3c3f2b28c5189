import { editLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { typedRow } from '../draw/typed-row.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import type { TypedFilter } from '../state/open/open-filter.ts';
import { type Screen, view } from '../state/screen.ts';

/** The filter prompt of a list. The list is filtered while the user types. */
export const filter = view<TypedFilter>({
  id: 'filter',
  title: 'List filter (/)',
  kind: 'overlay',
  bindings: [
    { action: 'filter.keep', keys: ['enter'], hint: 'keep', help: 'Keep the filter', run: closeLayer },
    {
      action: 'filter.clear',
      keys: ['escape'],
      hint: 'clear',
      isAlwaysShown: true,
      help: 'Clear the filter',
      run: clearFilter,
    },
    movementBinding(
      {
        action: 'filter.move',
        keys: ['up', 'down'],
        shown: ['↑↓'],
        help: 'Select another row in the pods or jobs',
      },
      (screen, { viewId }, movement) => screen.views.get(viewId).move?.(screen, movement),
    ),
  ],
  edit,
  prompt: ({ theme }, { line }, width) => typedRow('/', line, theme, width),
});

function clearFilter(screen: Screen, typed: TypedFilter): void {
  apply(screen, typed, '');
  closeLayer(screen);
}

function edit(screen: Screen, typed: TypedFilter, key: Key): void {
  const line = editLine(typed.line, key);
  if (line === undefined) return;
  changeLayer<TypedFilter>(screen, { ...typed, line });
  apply(screen, typed, line.text);
}

function apply(screen: Screen, { viewId }: TypedFilter, text: string): void {
  screen.views.get(viewId).filter?.set(screen, text);
}
