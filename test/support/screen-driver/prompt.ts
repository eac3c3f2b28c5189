import type { TestTerminal } from '../mount-screen.ts';
import { describeDifference, type Expected, isRow } from './expected.ts';
import { bytesOf, keyOf } from './keys.ts';

/** A line that the user types above the footer. */
export type Prompt = {
  readonly isOpen: () => boolean;
  readonly type: (text: string) => void;
  /** Removes the typed text. */
  readonly clear: () => void;
  readonly accept: () => void;
  readonly close: () => void;
  /** Waits until the prompt shows this line, including its label. */
  readonly shows: (expected: Expected) => Promise<void>;
};

export function createPrompt(
  terminal: TestTerminal,
  { label, accept, close }: { readonly label: string; readonly accept: string; readonly close: string },
): Prompt {
  // The cursor after the text is a blank cell.
  const row = () => (terminal.rows().at(-2) ?? '').replace(/ $/, '');
  const press = (action: string) => terminal.keys(bytesOf(keyOf(action)));
  return {
    isOpen: () => row().startsWith(label),
    type: (text) => terminal.keys(text),
    clear: () => terminal.keys(bytesOf('ctrl-u')),
    accept: () => press(accept),
    close: () => press(close),
    shows: (expected) =>
      terminal.until(
        'the typed line',
        () => isRow(row(), expected),
        () => describeDifference([expected], [row()]),
      ),
  };
}
