import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { confirm, refuse } from '../keys/dialog-keys.ts';
import { inside } from '../layout.ts';
import { dialogBox } from '../rows/dialog-box.ts';
import type { Layer } from '../store/screen-state.ts';
import { ChoiceIndicator, ChoiceItem } from './choice.tsx';
import { Frame } from './frame.tsx';
import { useScreen, useScreenState } from './screen-context.tsx';

const choices = [
  { label: 'No, leave it', value: false },
  { label: 'Yes, do it', value: true },
];

/** What an act will hit, and whether to go on. */
export function DialogLayer({ layer }: { readonly layer: Layer & { readonly kind: 'dialog' } }) {
  const screen = useScreen();
  const state = useScreenState((whole) => whole);
  const { rectangle, text } = dialogBox(state, layer);
  const { left, top, height } = inside(rectangle);
  const isChoice = layer.plan.confirmation.kind === 'yes';
  return (
    <>
      <Frame rectangle={rectangle} title={`${layer.plan.title}?`} isFocused text={text} />
      {isChoice && (
        <Box position="absolute" left={left + 1} top={top + height - choices.length} width={20} height={choices.length}>
          <SelectInput
            items={choices}
            indicatorComponent={ChoiceIndicator}
            itemComponent={ChoiceItem}
            onSelect={({ value }) => (value ? confirm(screen, layer) : refuse(screen, layer))}
          />
        </Box>
      )}
    </>
  );
}
