import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { ChoiceIndicator, ChoiceItem } from '../../draw/choice.tsx';
import { cell } from '../../draw/fit.ts';
import { Frame } from '../../draw/frame.tsx';
import { centred, inside } from '../../state/layout.ts';
import { logColumns } from '../../state/logs/logs-state.ts';
import { layoutOf } from '../../state/pane-sizes.ts';
import { useScreen, useScreenState } from '../../state/screen-context.tsx';
import { toggleColumn } from '../arrange-logs.ts';

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
