import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { ChoiceIndicator, ChoiceItem } from '../draw/choice.tsx';
import { Frame } from '../draw/frame.tsx';
import { moveBy } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { chooseInList } from '../input/choose-in-list.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { changeLayer } from '../state/layers.ts';
import type { Question } from '../state/run/open-confirmation.ts';
import { view } from '../state/screen.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';
import { confirm, edit, isChoice, refuse, takeWord, wantsWord } from './answer.ts';
import { dialogBox } from './dialog-box.ts';

/** What an act will hit, and whether to go on. Nothing is done by a slip: No is the default, and the worst wants a word to be typed. */
export const dialog = view<Question>({
  id: 'dialog',
  title: 'Questions',
  kind: 'overlay',
  bindings: [
    { action: 'dialog.yes', keys: ['y'], when: isChoice, hint: 'yes', help: 'yes, do it', run: confirm },
    { action: 'dialog.no', keys: ['n', 'q'], when: isChoice, hint: 'no', help: 'no, leave it', run: refuse },
    {
      ...chooseInList,
      action: 'dialog.choose',
      keys: [...chooseInList.keys, 'enter'],
      shown: [...chooseInList.shown, 'Enter'],
      when: isChoice,
      help: 'choose; it begins at No',
    },
    {
      action: 'dialog.confirm-word',
      keys: ['enter'],
      when: wantsWord,
      hint: 'do it',
      help: 'do it, once the word that is asked for is typed',
      run: takeWord,
    },
    { action: 'dialog.leave', keys: ['escape'], hint: 'leave it', isLasting: true, help: 'leave it', run: refuse },
    movementBinding(
      { action: 'dialog.scroll', keys: ['pageup', 'pagedown'], help: 'the other lines of what it hits' },
      (screen, question, motion) => {
        const { height, lastTop } = dialogBox(screen.store.getState(), question);
        changeLayer<Question>(screen, { ...question, top: moveBy(question.top, motion, height, lastTop) });
      },
    ),
  ],
  edit,
  takesText: wantsWord,
  draw: { component: Dialog },
});

const choices = [
  { label: 'No, leave it', value: false },
  { label: 'Yes, do it', value: true },
];

export function Dialog({ own: question }: { readonly own: Question }) {
  const screen = useScreen();
  const state = useScreenState((whole) => whole);
  const { rectangle, text } = dialogBox(state, question);
  const { left, top, height } = inside(rectangle);
  const isChoice = question.plan.confirmation.kind === 'yes';
  return (
    <>
      <Frame rectangle={rectangle} title={`${question.plan.title}?`} isFocused text={text} />
      {isChoice && (
        <Box position="absolute" left={left + 1} top={top + height - choices.length} width={20} height={choices.length}>
          <SelectInput
            items={choices}
            indicatorComponent={ChoiceIndicator}
            itemComponent={ChoiceItem}
            onSelect={({ value }) => (value ? confirm(screen, question) : refuse(screen, question))}
          />
        </Box>
      )}
    </>
  );
}
