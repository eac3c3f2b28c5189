import { ChoiceMenu, menuList } from '../draw/choice-menu.tsx';
import { closeBinding } from '../input/close-binding.ts';
import { chooseInList } from '../input/movement-keys.ts';
import { closeLayer } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import { chooseSort, type Sortable, sortables } from '../state/list/sort-menu.ts';
import { openSort, type SortMenu } from '../state/open/open-sort.ts';
import { type Opener, view } from '../state/screen.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';
import type { TableName } from '../state/screen-state.ts';
import { type SortRow, sortRows } from './sort-rows.ts';

/** Menu of the columns to sort a table by, also those that a narrow terminal hides. Ink draws the list. */
export const sort = view<SortMenu>({
  id: 'sort',
  title: 'Sort',
  kind: 'overlay',
  isList: () => true,
  bindings: [
    { ...chooseInList, action: 'sort.move', help: 'Select another column' },
    {
      action: 'sort.choose',
      keys: ['enter'],
      hint: 'sort',
      help: 'Sort by the column, or reverse the order of the current one',
      run: 'ink',
    },
    closeBinding('sort', ['escape', 'O', 'q']),
  ],
  opens: [openerOf('pods'), openerOf('jobs')],
  inkList: (state, { sortable }) => {
    const labels = sortRows(sortable, sortable.sortIn(state)).map(({ label }) => label);
    return menuList(layoutOf(state).body, titleOf(sortable), labels);
  },
  draw: { component: SortList },
});

function openerOf(table: TableName): Opener {
  return {
    viewId: table,
    action: `${table}.sort`,
    keys: ['O'],
    // The footer of the pods has more important keys.
    ...(table === 'jobs' && { hint: 'sort' }),
    help: 'Sort by a column, or reverse the order',
    run: (screen) => openSort(screen, sortables[table]),
  };
}

const titleOf = ({ name }: Sortable) => `Sort ${name} by`;

function SortList({ viewState: { sortable } }: { readonly viewState: SortMenu }) {
  const screen = useScreen();
  const body = useScreenState((state) => layoutOf(state).body);
  const current = useScreenState(sortable.sortIn);
  const rows = sortRows(sortable, current);
  const choose = ({ by }: SortRow) => {
    closeLayer(screen);
    sortable.sort(screen, by === undefined ? undefined : chooseSort(sortable, screen.store.getState(), by));
  };
  return (
    <ChoiceMenu
      body={body}
      title={titleOf(sortable)}
      items={rows.map((row) => ({ key: row.by ?? 'default', label: row.label, value: row }))}
      initialIndex={rows.findIndex(({ by }) => by === current?.by)}
      onSelect={choose}
    />
  );
}
