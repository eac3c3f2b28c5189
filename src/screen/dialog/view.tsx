import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { ChoiceIndicator, ChoiceItem } from '../draw/choice.tsx';
import { Frame } from '../draw/frame/frame.tsx';
import { moveBy } from '../draw/movement.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { chooseInList } from '../input/movement-keys.ts';
import { changeLayer, topViewState } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import { type DialogState, switchesOf } from '../state/run/open-confirmation.ts';
import { view } from '../state/screen.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';
import {
  canAnswer,
  canConfirm,
  canToggle,
  confirm,
  confirmHint,
  decline,
  declineHint,
  edit,
  isDestructive,
  isYesNo,
  needsTypedWord,
  submitWord,
} from './answer.ts';
import { type Choice, choicesOf, findSwitch } from './choices.ts';
import { dialogBox } from './dialog-box.ts';
import { hasSwitches, toggleSelected, toggleSwitch } from './toggle-switch.ts';

/**
 * Shows the effects of an action and asks for confirmation. For the most destructive actions, the user must type the
 * cluster-id.
 */
export const dialog = view<DialogState>({
  id: 'dialog',
  title: 'Confirmation dialog',
  kind: 'overlay',
  isQuestion: true,
  bindings: [
    {
      action: 'dialog.yes',
      keys: ['y'],
      when: isYesNo,
      hint: confirmHint,
      help: 'Confirm the action',
      available: canConfirm,
      run: confirm,
    },
    {
      action: 'dialog.no',
      keys: ['n', 'q'],
      when: isYesNo,
      hint: declineHint,
      help: 'Go back without doing anything',
      run: decline,
    },
    {
      action: 'dialog.confirm',
      keys: ['enter'],
      when: needsTypedWord,
      hint: confirmHint,
      help: 'Confirm after typing the requested name',
      available: canConfirm,
      run: submitWord,
    },
    {
      action: 'dialog.toggle',
      keys: ['space'],
      when: hasSwitches,
      hint: (state) => (canAnswer(state) ? 'change option' : undefined),
      help: 'Change the option and check again what is affected',
      available: canToggle,
      run: toggleSelected,
    },
    {
      ...chooseInList,
      action: 'dialog.move',
      hintWith: 'dialog.choose',
      when: isYesNo,
      help: 'Select an answer or an option',
    },
    {
      action: 'dialog.choose',
      keys: ['enter'],
      when: isYesNo,
      help: 'Choose the selected answer or option; the default changes nothing',
      run: 'ink',
    },
    {
      ...chooseInList,
      action: 'dialog.select-option',
      keys: ['up', 'down'],
      when: (state) => needsTypedWord(state) && switchesOf(state).length > 1,
      hint: 'select option',
      help: 'Select an option',
    },
    {
      action: 'dialog.close',
      keys: ['escape'],
      hint: (state) => (needsTypedWord(state) ? declineHint(state) : 'go back'),
      isAlwaysShown: true,
      help: 'Go back without doing anything',
      run: decline,
    },
    movementBinding(
      { action: 'dialog.scroll', keys: ['pageup', 'pagedown'], help: 'Scroll the list of affected items' },
      (screen, state, movement) => {
        const whole = screen.store.getState();
        const { height, lastTop } = dialogBox(layoutOf(whole).body, whole.theme, state);
        changeLayer<DialogState>(screen, { ...state, top: moveBy(state.top, movement, height, lastTop) });
      },
    ),
  ],
  edit,
  takesText: needsTypedWord,
  inkList: (state, dialogState) => {
    const { choices, isRoomy } = dialogBox(layoutOf(state).body, state.theme, dialogState);
    const count = choicesOf(dialogState).length;
    const switchCount = switchesOf(dialogState).length;
    // A gap separates the switches from the answers.
    const rowOf = (index: number) => choices.top + index + (isRoomy && switchCount > 0 && index >= switchCount ? 1 : 0);
    return count < 2
      ? undefined
      : { rectangle: choices, rows: Array.from({ length: count }, (_, index) => rowOf(index)) };
  },
  draw: { component: Dialog },
});

export function Dialog({ viewState }: { readonly viewState: DialogState }) {
  const body = useScreenState((state) => layoutOf(state).body);
  const theme = useScreenState((state) => state.theme);
  const { rectangle, title, text, choices, isRoomy } = dialogBox(body, theme, viewState);
  return (
    <>
      <Frame rectangle={rectangle} title={title} isFocused isDanger={isDestructive(viewState.plan)} text={text} />
      <Box position="absolute" {...choices} overflow="hidden">
        <Choices dialog={viewState} hasGap={isRoomy} />
      </Box>
    </>
  );
}

/** Ink draws the list of switches and answers. A single row needs no list. */
function Choices({ dialog: shown, hasGap }: { readonly dialog: DialogState; readonly hasGap: boolean }) {
  const screen = useScreen();
  const items = choicesOf(shown);
  const switchCount = switchesOf(shown).length;
  const selected = items.findIndex(({ value }) => value === `--${shown.selectedOption}`);
  const firstAnswer = items.length > switchCount ? switchCount : 0;
  if (items.length < 2) return null;
  // A key may reach Ink before the last change of the dialog is drawn, so the newest state is read.
  const newest = () => topViewState<DialogState>(screen.store.getState(), 'dialog');
  const select = ({ value }: Choice) => {
    const current = newest();
    if (current === undefined) return;
    const planSwitch = findSwitch(current, value);
    if (planSwitch !== undefined) toggleSwitch(screen, current, planSwitch);
    else if (value === 'confirm') confirm(screen, current);
    else decline(screen, current);
  };
  const highlight = ({ value }: Choice) => {
    const current = newest();
    if (current === undefined) return;
    changeLayer<DialogState>(screen, { ...current, selectedOption: findSwitch(current, value)?.option });
  };
  return (
    <SelectInput
      key={[shown.id, ...items.map(({ value }) => value)].join(' ')}
      items={items.map((item, index) => ({ ...item, hasGapBelow: hasGap && index === switchCount - 1 }))}
      initialIndex={selected === -1 ? firstAnswer : selected}
      indicatorComponent={ChoiceIndicator}
      itemComponent={ChoiceItem}
      onHighlight={highlight}
      onSelect={select}
    />
  );
}
