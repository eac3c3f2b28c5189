import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { ChoiceIndicator, ChoiceItem } from '../draw/choice.tsx';
import { choiceBox } from '../draw/choice-box.ts';
import { cell } from '../draw/fit.ts';
import { Frame } from '../draw/frame/frame.tsx';
import { inside } from '../draw/rectangle.ts';
import { closeBinding } from '../input/close-binding.ts';
import { chooseInList } from '../input/movement-keys.ts';
import { closeLayer, openLayer } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import { chooseSort } from '../state/list/sort-menu.ts';
import { type Opener, view } from '../state/screen.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';
import type { TableName } from '../state/screen-state.ts';
import { sortTable } from '../state/tables.ts';
import { type SortRow, sortRows } from './sort-rows.ts';

/** State of the overlay `sort`: the table to sort. */
export type SortMenu = { readonly table: TableName };

/** Menu of the columns to sort a table by, also those that a narrow terminal hides. Ink draws the list. */
export const sort = view<SortMenu>({
  id: 'sort',
  title: 'Sort (O)',
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
  draw: { component: SortList },
});

function openerOf(table: TableName): Opener {
  return {
    viewId: table,
    action: `${table}.sort`,
    keys: ['O'],
    hint: 'sort',
    help: 'Sort by a column, or reverse the order',
    run: (screen) => openLayer<SortMenu>(screen, 'sort', { table }),
  };
}

function SortList({ viewState: { table } }: { readonly viewState: SortMenu }) {
  const screen = useScreen();
  const body = useScreenState((state) => layoutOf(state).body);
  const current = useScreenState(({ tables }) => tables[table].sort);
  const rows = sortRows(table, current);
  const title = `Sort ${table} by`;
  const rectangle = choiceBox(
    body,
    title,
    rows.map(({ label }) => label),
  );
  const { left, top, width, height } = inside(rectangle);
  const items = rows.map((row) => ({ key: row.by ?? 'default', label: cell(row.label, width - 4), value: row }));
  const choose = ({ by }: SortRow) => {
    closeLayer(screen);
    sortTable(screen, table, by === undefined ? undefined : chooseSort(screen.store.getState(), table, by));
  };
  return (
    <>
      <Frame rectangle={rectangle} title={title} isFocused text={items.map(() => cell('', width)).join('\n')} />
      <Box position="absolute" left={left + 1} top={top} width={width - 1} height={height}>
        <SelectInput
          items={items}
          limit={height}
          initialIndex={rows.findIndex(({ by }) => by === current?.by)}
          indicatorComponent={ChoiceIndicator}
          itemComponent={ChoiceItem}
          onSelect={({ value }) => choose(value)}
        />
      </Box>
    </>
  );
}
