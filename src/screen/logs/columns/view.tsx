import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { ChoiceIndicator, ChoiceItem } from '../../draw/choice.tsx';
import { cell } from '../../draw/fit.ts';
import { Frame } from '../../draw/frame/frame.tsx';
import { centred, inside } from '../../draw/rectangle.ts';
import { closeBinding } from '../../input/close-binding.ts';
import { chooseInList } from '../../input/movement-keys.ts';
import { layoutOf } from '../../state/layout.ts';
import { logColumns } from '../../state/logs/logs-state.ts';
import { view } from '../../state/screen.ts';
import { useScreen, useScreenState } from '../../state/screen-context.tsx';
import { toggleColumn } from '../change-log-format.ts';

const width = 30;

/** Overlay to show and hide log columns. Ink draws the list. */
export const logColumnsView = view({
  id: 'log-columns',
  title: 'Log columns (c)',
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
  draw: { component: Columns },
});

function Columns() {
  const screen = useScreen();
  const hidden = useScreenState(({ logs }) => logs.hidden);
  const body = useScreenState((state) => layoutOf(state).body);
  const rectangle = centred(body, { width, height: logColumns.length + 2 });
  const { left, top, width: innerWidth, height } = inside(rectangle);
  const items = logColumns.map((column) => ({
    label: `[${hidden.includes(column) ? ' ' : 'x'}] ${column}`,
    value: column,
  }));
  return (
    <>
      <Frame rectangle={rectangle} title="Columns" isFocused text={items.map(() => cell('', innerWidth)).join('\n')} />
      <Box position="absolute" left={left + 1} top={top} width={innerWidth - 1} height={height}>
        <SelectInput
          items={items}
          indicatorComponent={ChoiceIndicator}
          itemComponent={ChoiceItem}
          onSelect={({ value }) => toggleColumn(screen, value)}
        />
      </Box>
    </>
  );
}
