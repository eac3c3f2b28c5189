import type { TestTerminal } from '../mount-screen.ts';
import type { Area } from './area.ts';
import { describeDifference } from './expected.ts';
import { bytesOf } from './keys.ts';

export type Dialog = Area & {
  /** Waits until the dialog offers exactly these answers. The selected answer has a mark. */
  readonly offers: (answers: readonly string[]) => Promise<void>;
  /** Answers Yes, or confirms the typed word. */
  readonly confirm: () => Promise<void>;
  readonly decline: () => Promise<void>;
  /** Presses Enter to accept the answer that is selected first. */
  readonly acceptDefault: () => Promise<void>;
  /** Replaces the typed word. */
  readonly type: (word: string) => Promise<void>;
};

export function createDialog(terminal: TestTerminal, area: Area): Dialog {
  const answers = () => (area.frame()?.rows ?? []).slice(-2).map((row) => row.slice(1));
  const hasChoice = () => answers().some((answer) => answer.startsWith('▶'));
  const asksForWord = () => area.frame()?.rows.some((row) => /^ Type \S+ to confirm:/.test(row)) === true;
  const press = async (choiceAction: string, wordAction: string) => {
    await terminal.until('a dialog with answers or a word to type', () => hasChoice() || asksForWord());
    await area.press(asksForWord() ? wordAction : choiceAction);
  };
  return {
    ...area,
    offers: (expected) =>
      terminal.until(
        'the answers of the dialog',
        () => answers().join('\n') === expected.join('\n'),
        () => describeDifference(expected, answers()),
      ),
    confirm: () => press('dialog.yes', 'dialog.confirm'),
    decline: () => press('dialog.no', 'dialog.close'),
    acceptDefault: () => area.press('dialog.choose', 'enter'),
    type: async (word) => {
      await terminal.until('a dialog that asks for a word', asksForWord);
      terminal.keys(bytesOf('ctrl-u') + word);
    },
  };
}
