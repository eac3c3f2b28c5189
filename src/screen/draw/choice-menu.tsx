import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { largest } from '../../text/largest.ts';
import { ChoiceIndicator, ChoiceItem } from './choice.tsx';
import { cell, widthOf } from './fit.ts';
import { Frame } from './frame/frame.tsx';
import { centred, inside, type Rectangle } from './rectangle.ts';

/** The frame, the cursor of the list and a blank column at each side. */
const aroundLabels = 6;

type MenuItem<Value> = { readonly key: string; readonly label: string; readonly value: Value };

/** Returns the frame of a menu, as wide as its labels and its title. */
function menuFrame(body: Rectangle, title: string, labels: readonly string[]): Rectangle {
  const widest = Math.max(widthOf(title), largest(labels.map(widthOf)));
  return centred(body, { width: widest + aroundLabels, height: labels.length + 2 });
}

/** Returns the place of the items of a menu. */
export function menuList(body: Rectangle, title: string, labels: readonly string[]) {
  const rectangle = inside(menuFrame(body, title, labels));
  return { rectangle, rows: Array.from({ length: rectangle.height }, (_, index) => rectangle.top + index) };
}

type ChoiceMenuProps<Value> = {
  /** The area in whose middle the menu is drawn. */
  readonly body: Rectangle;
  readonly title: string;
  readonly items: readonly MenuItem<Value>[];
  /** The item under the cursor at first; default: the first one. */
  readonly initialIndex?: number;
  readonly onSelect: (value: Value) => void;
};

/** A small menu, as wide as its labels and its title. Ink draws the list and handles its keys. */
export function ChoiceMenu<Value>({ body, title, items, initialIndex = 0, onSelect }: ChoiceMenuProps<Value>) {
  const rectangle = menuFrame(
    body,
    title,
    items.map(({ label }) => label),
  );
  const { left, top, width, height } = inside(rectangle);
  // Padded, so that the menu covers the panes below and the cursor is a bar.
  const padded = items.map((item) => ({ ...item, label: cell(item.label, width - 4) }));
  return (
    <>
      <Frame rectangle={rectangle} title={title} isFocused text={items.map(() => cell('', width)).join('\n')} />
      <Box position="absolute" left={left + 1} top={top} width={width - 1} height={height}>
        <SelectInput
          items={padded}
          limit={height}
          initialIndex={Math.max(0, initialIndex)}
          indicatorComponent={ChoiceIndicator}
          itemComponent={ChoiceItem}
          onSelect={({ value }) => onSelect(value)}
        />
      </Box>
    </>
  );
}
