import { rangePosition } from '../draw/frame/scroll-position.ts';
import { type ScrolledText, type TextBox, textBox } from '../draw/frame/text-box.ts';
import { moveBy } from '../draw/movement.ts';
import { closeBinding } from '../input/close-binding.ts';
import { movementBinding } from '../input/movement-binding.ts';
import { allMovement } from '../input/movement-keys.ts';
import { changeLayer, closeLayer } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Binding, Box, Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

const sidewaysColumns = 16;

type TextKeys<Text> = {
  readonly id: string;
  readonly closedBy: readonly string[];
  readonly copyOf: (text: Text) => string;
  /** Help text of the copy key. */
  readonly copyHelp: string;
  /** Whether the text may contain tables wider than the screen. */
  readonly hasTables: boolean;
};

/** Returns the bindings of a text overlay: scroll, copy, open the command line and close. */
export function textBindings<Text extends ScrolledText>({
  id,
  closedBy,
  copyHelp,
  copyOf,
  hasTables,
}: TextKeys<Text>): readonly Binding<Text>[] {
  return [
    movementBinding(
      { ...allMovement, action: `${id}.scroll`, hint: 'scroll', help: 'Scroll' },
      (screen, text, movement) => {
        const { rows, height } = boxOf(screen.store.getState(), text);
        const top = moveBy(text.top, movement, height, Math.max(0, rows.length - height));
        changeLayer<Text>(screen, { ...text, top });
      },
    ),
    ...(hasTables ? [sideways<Text>(id)] : []),
    {
      action: `${id}.copy`,
      keys: ['y'],
      hint: 'copy',
      help: copyHelp,
      run: (screen, text) => copyText(screen, copyOf(text)),
    },
    commandBinding(id),
    closeBinding(id, closedBy),
  ];
}

/** Returns the binding that replaces an overlay by the command line. */
export function commandBinding(id: string): Binding<unknown> {
  return {
    action: `${id}.command`,
    keys: [':'],
    hint: 'command',
    help: 'Close this view and open the command line',
    run: (screen) => {
      closeLayer(screen);
      openCommandLine(screen);
    },
  };
}

function sideways<Text extends ScrolledText>(id: string): Binding<Text> {
  return {
    action: `${id}.sideways`,
    keys: ['left', 'right', 'h', 'l'],
    shown: ['←→'],
    when: ({ column }) => column !== undefined,
    hint: 'sideways',
    help: 'Scroll a wide table sideways',
    isByKey: true,
    run: (screen, text, { name }) => moveSideways(screen, text, ['left', 'h'].includes(name) ? -1 : 1),
  };
}

export function textOverlay(state: ScreenState, text: ScrolledText): Box {
  const { rectangle, rows, height } = boxOf(state, text);
  const shown = rows.slice(text.top, text.top + height).join('\n');
  const position = rangePosition(text.top, height, rows.length);
  return { rectangle, title: text.title, position, isFocused: true, text: shown };
}

function boxOf(state: ScreenState, text: ScrolledText): TextBox {
  return textBox(layoutOf(state).body, state.theme, text);
}

function moveSideways<Text extends ScrolledText>(screen: Screen, text: Text, step: number): void {
  const { lastColumn } = boxOf(screen.store.getState(), text);
  const column = Math.max(0, Math.min(lastColumn, (text.column ?? 0) + step * sidewaysColumns));
  if (lastColumn === 0) showMessage(screen, 'all columns are visible', 'warning');
  else changeLayer<Text>(screen, { ...text, column });
}

export function copyText(screen: Screen, copy: string): void {
  screen.copy(copy);
  showMessage(screen, copy.includes('\n') ? 'Copied the text' : `Copied: ${copy}`, 'ok');
}
