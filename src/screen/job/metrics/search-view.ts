import { editLine } from '../../draw/edit-line.ts';
import { cut } from '../../draw/fit.ts';
import type { Key } from '../../draw/key.ts';
import type { Movement } from '../../draw/movement.ts';
import { typedRow } from '../../draw/typed-row.ts';
import { movementBinding } from '../../input/movement-binding.ts';
import { changeLayer, closeLayer } from '../../state/layers.ts';
import { type Screen, view } from '../../state/screen.ts';
import { loadedParts } from './load-parts.ts';
import { type MetricSearch, searchId } from './open-search.ts';

/** The search line of the tab `metrics`. The tab draws the list of found metrics. */
export const metricSearch = view<MetricSearch>({
  id: searchId,
  title: 'Metric search',
  openedBy: ['job.search-metrics'],
  kind: 'overlay',
  bindings: [
    {
      action: 'metric-search.add',
      keys: ['enter'],
      hint: 'add, remove',
      help: 'Add a chart of the metric under the cursor, or remove it. #3 in the text chooses a subtask, @1-2 a TaskManager',
      run: (screen, search) => loadedParts()?.toggleFound(screen, search),
    },
    {
      action: 'metric-search.close',
      keys: ['escape'],
      hint: 'charts',
      isAlwaysShown: true,
      help: 'Go back to the charts',
      run: closeLayer,
    },
    movementBinding<MetricSearch>(
      {
        action: 'metric-search.move',
        keys: ['up', 'down', 'pageup', 'pagedown'],
        shown: ['↑↓'],
        hint: 'choose',
        help: 'Move in the list of found metrics',
      },
      move,
    ),
  ],
  edit,
  insteadOfKeys: ({ theme }, { note }, width) =>
    note === undefined ? undefined : theme.warning(cut(` ${note}`, width)),
  prompt: ({ theme }, { line }, width) => typedRow('/', line, theme, width),
});

function move(screen: Screen, search: MetricSearch, movement: Movement): void {
  const moved = loadedParts()?.moveInFound(screen.store.getState(), search, movement);
  if (moved !== undefined) changeLayer<MetricSearch>(screen, moved);
}

function edit(screen: Screen, search: MetricSearch, key: Key): void {
  const line = editLine(search.line, key);
  if (line === undefined) return;
  const isSame = line.text === search.line.text;
  changeLayer<MetricSearch>(screen, isSame ? { ...search, line } : { line, cursor: 0, top: 0 });
}
