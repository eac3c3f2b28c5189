import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { centred, inside } from '../layout.ts';
import { cell } from '../rows/fit.ts';
import { toggleColumn } from '../store/logs/arrange-logs.ts';
import { logColumns } from '../store/logs/logs-state.ts';
import { layoutOf } from '../store/pane-sizes.ts';
import { ChoiceIndicator, ChoiceItem } from './choice.tsx';
import { Frame } from './frame.tsx';
import { useScreen, useScreenState } from './screen-context.tsx';

const width = 30;

/** Which columns the lines of the logs have. */
export function ColumnsLayer() {
  const screen = useScreen();
  const hidden = useScreenState(({ logs }) => logs.hidden);
  const body = useScreenState((state) => layoutOf(state).body);
  const rectangle = centred(body, { width, height: logColumns.length + 2 });
  const { left, top, width: room, height } = inside(rectangle);
  const items = logColumns.map((column) => ({
    label: `[${hidden.includes(column) ? ' ' : 'x'}] ${column}`,
    value: column,
  }));
  return (
    <>
      <Frame rectangle={rectangle} title="Columns" isFocused text={items.map(() => cell('', room)).join('\n')} />
      <Box position="absolute" left={left + 1} top={top} width={room - 1} height={height}>
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
