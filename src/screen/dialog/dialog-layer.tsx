import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { ChoiceIndicator, ChoiceItem } from '../draw/choice.tsx';
import { Frame } from '../draw/frame.tsx';
import { inside } from '../state/layout.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';
import type { Layer } from '../state/screen-state.ts';
import { dialogBox } from './dialog-box.ts';
import { confirm, refuse } from './dialog-keys.ts';

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
