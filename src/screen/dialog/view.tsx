import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { ChoiceIndicator, ChoiceItem } from '../draw/choice.tsx';
import { Frame } from '../draw/frame.tsx';
import { moveBy } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { chooseInList } from '../input/movement-keys.ts';
import { changeLayer } from '../state/layers.ts';
import type { DialogState } from '../state/run/open-confirmation.ts';
import { view } from '../state/screen.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';
import { confirm, decline, edit, isYesNo, needsTypedWord, submitWord } from './answer.ts';
import { dialogBox } from './dialog-box.ts';

/**
 * Shows the effects of an action and asks for confirmation. For the most destructive actions, the user must type the
 * cluster-id.
 */
export const dialog = view<DialogState>({
  id: 'dialog',
  title: 'Confirmation dialog',
  kind: 'overlay',
  bindings: [
    { action: 'dialog.yes', keys: ['y'], when: isYesNo, hint: 'yes', help: 'Confirm the action', run: confirm },
    {
      action: 'dialog.no',
      keys: ['n', 'q'],
      when: isYesNo,
      hint: 'no',
      help: 'Go back without doing anything',
      run: decline,
    },
    {
      ...chooseInList,
      action: 'dialog.choose',
      keys: [...chooseInList.keys, 'enter'],
      shown: [...chooseInList.shown, 'Enter'],
      when: isYesNo,
      help: 'Choose an answer; the default is No',
    },
    {
      action: 'dialog.confirm',
      keys: ['enter'],
      when: needsTypedWord,
      hint: 'confirm',
      help: 'Confirm after typing the requested name',
      run: submitWord,
    },
    {
      action: 'dialog.close',
      keys: ['escape'],
      hint: 'go back',
      isAlwaysShown: true,
      help: 'Go back without doing anything',
      run: decline,
    },
    movementBinding(
      { action: 'dialog.scroll', keys: ['pageup', 'pagedown'], help: 'Scroll the list of affected items' },
      (screen, dialog, movement) => {
        const { height, lastTop } = dialogBox(screen.store.getState(), dialog);
        changeLayer<DialogState>(screen, { ...dialog, top: moveBy(dialog.top, movement, height, lastTop) });
      },
    ),
  ],
  edit,
  takesText: needsTypedWord,
  draw: { component: Dialog },
});

/** The first choice is the default. */
const choices = [
  { label: 'No, go back', value: false },
  { label: 'Yes, continue', value: true },
];

export function Dialog({ viewState: dialog }: { readonly viewState: DialogState }) {
  const screen = useScreen();
  const state = useScreenState((whole) => whole);
  const { rectangle, text } = dialogBox(state, dialog);
  const { left, top, height } = inside(rectangle);
  const isChoice = dialog.plan.confirmation.kind === 'yes';
  return (
    <>
      <Frame rectangle={rectangle} title={`${dialog.plan.title}?`} isFocused text={text} />
      {isChoice && (
        <Box position="absolute" left={left + 1} top={top + height - choices.length} width={20} height={choices.length}>
          <SelectInput
            items={choices}
            indicatorComponent={ChoiceIndicator}
            itemComponent={ChoiceItem}
            onSelect={({ value }) => (value ? confirm(screen, dialog) : decline(screen, dialog))}
          />
        </Box>
      )}
    </>
  );
}
