import { editLine } from '../draw/edit-line.ts';
import type { Key } from '../draw/key.ts';
import { typedRow } from '../draw/typed-row.ts';
import { historyBindings } from '../input/history-binding.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import type { TypedFilter } from '../state/open/open-filter.ts';
import { type HistoryLine, rememberLine, typedLine } from '../state/open/prompt-history.ts';
import { type Screen, view } from '../state/screen.ts';

/** The filter prompt of a list. The list is filtered while the user types. */
export const filter = view<TypedFilter>({
  id: 'filter',
  title: 'List filter',
  openedBy: ['pods.filter'],
  kind: 'overlay',
  bindings: [
    { action: 'filter.keep', keys: ['enter'], hint: 'keep', help: 'Keep the filter', run: keepFilter },
    {
      action: 'filter.clear',
      keys: ['escape'],
      hint: 'clear',
      isAlwaysShown: true,
      help: 'Clear the filter',
      run: clearFilter,
    },
    ...historyBindings<TypedFilter>('filter', purposeOf, change),
    {
      action: 'filter.exclude',
      keys: ['!'],
      hint: 'exclude',
      help: 'Before the text: exclude matching rows',
      run: 'typed',
    },
  ],
  edit,
  prompt: ({ theme }, { line }, width) => typedRow('/', line, theme, width),
});

/** Each list has its own history. */
function purposeOf({ viewId }: TypedFilter): string {
  return `filter of ${viewId}`;
}

function keepFilter(screen: Screen, typed: TypedFilter): void {
  rememberLine(screen, purposeOf(typed), typed.line.text);
  closeLayer(screen);
}

function clearFilter(screen: Screen, typed: TypedFilter): void {
  apply(screen, typed, '');
  closeLayer(screen);
}

function edit(screen: Screen, typed: TypedFilter, key: Key): void {
  const line = editLine(typed.line, key);
  if (line !== undefined) change(screen, typed, typedLine(line));
}

function change(screen: Screen, typed: TypedFilter, line: HistoryLine): void {
  changeLayer<TypedFilter>(screen, { ...typed, ...line });
  apply(screen, typed, line.line.text);
}

function apply(screen: Screen, { viewId }: TypedFilter, text: string): void {
  screen.views.get(viewId).filter?.set(screen, text);
}
