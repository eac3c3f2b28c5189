import { editLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { typedRow } from '../draw/typed-row.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import type { TypedFilter } from '../state/open/open-filter.ts';
import { type Screen, view } from '../state/screen.ts';

/** Narrows the list below: every letter at once; Enter keeps the filter, Esc takes it away. */
export const filter = view<TypedFilter>({
  id: 'filter',
  title: 'Filter of a list, /',
  kind: 'overlay',
  bindings: [
    { action: 'filter.keep', keys: ['enter'], hint: 'keep', help: 'keep the filter', run: closeLayer },
    {
      action: 'filter.clear',
      keys: ['escape'],
      hint: 'clear',
      isLasting: true,
      help: 'take the filter away',
      run: clear,
    },
    movementBinding(
      {
        action: 'filter.move',
        keys: ['up', 'down'],
        shown: ['↑↓'],
        help: 'to another row, among the pods and the jobs',
      },
      (screen, { of }, motion) => screen.views.get(of).move?.(screen, motion),
    ),
  ],
  edit,
  prompt: ({ theme }, { line }, width) => typedRow('/', line, theme, width),
});

function clear(screen: Screen, typed: TypedFilter): void {
  apply(screen, typed, '');
  closeLayer(screen);
}

function edit(screen: Screen, typed: TypedFilter, key: Key): void {
  const line = editLine(typed.line, key);
  if (line === undefined) return;
  changeLayer<TypedFilter>(screen, { ...typed, line });
  apply(screen, typed, line.text);
}

function apply(screen: Screen, { of }: TypedFilter, text: string): void {
  screen.views.get(of).filter?.set(screen, text);
}
