import { ChoiceMenu, menuList } from '../../draw/choice-menu.tsx';
import { closeBinding } from '../../input/close-binding.ts';
import { chooseInList } from '../../input/movement-keys.ts';
import { layoutOf } from '../../state/layout.ts';
import { type LogsState, logColumns } from '../../state/logs/logs-state.ts';
import { view } from '../../state/screen.ts';
import { useScreen, useScreenState } from '../../state/screen-context.tsx';
import { toggleColumn } from '../change-log-format.ts';

const title = 'Columns';

function labelsOf({ hidden }: Pick<LogsState, 'hidden'>): readonly string[] {
  return logColumns.map((column) => `[${hidden.includes(column) ? ' ' : 'x'}] ${column}`);
}

/** Overlay to show and hide log columns. Ink draws the list. */
export const logColumnsView = view({
  id: 'log-columns',
  title: 'Log columns',
  openedBy: ['log.columns'],
  kind: 'overlay',
  isList: () => true,
  bindings: [
    { ...chooseInList, action: 'log-columns.move', help: 'Select another column' },
    {
      action: 'log-columns.toggle',
      keys: ['enter'],
      hint: 'show or hide',
      help: 'Show or hide the column',
      run: 'ink',
    },
    closeBinding('log-columns', ['escape', 'c', 'q']),
  ],
  inkList: (state) => menuList(layoutOf(state).body, title, labelsOf(state.logs)),
  draw: { component: Columns },
});

function Columns() {
  const screen = useScreen();
  const hidden = useScreenState(({ logs }) => logs.hidden);
  const body = useScreenState((state) => layoutOf(state).body);
  const labels = labelsOf({ hidden });
  const items = logColumns.map((column, index) => ({ key: column, label: labels[index] ?? '', value: column }));
  return <ChoiceMenu body={body} title={title} items={items} onSelect={(column) => toggleColumn(screen, column)} />;
}
