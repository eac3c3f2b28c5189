import type { TestTerminal } from '../mount-screen.ts';
import type { Area } from './area.ts';
import { bytesOf } from './keys.ts';
import { compare } from './wanted.ts';

export type Dialog = Area & {
  /** Waits until these are the answers, with the mark of the selected one. */
  readonly offers: (answers: readonly string[]) => Promise<void>;
  /** Answers Yes, or confirms the typed word. */
  readonly confirm: () => Promise<void>;
  readonly decline: () => Promise<void>;
  /** Presses Enter without choosing an answer. */
  readonly takeDefault: () => Promise<void>;
  /** Replaces the typed word. */
  readonly type: (word: string) => Promise<void>;
};

export function openDialog(terminal: TestTerminal, area: Area): Dialog {
  const answers = () => (area.frame()?.rows ?? []).slice(-2).map((row) => row.slice(1));
  const hasChoice = () => answers().some((answer) => answer.startsWith('▶'));
  const asksForWord = () => area.frame()?.rows.some((row) => /^ Type \S+ to confirm:/.test(row)) === true;
  const press = async (ofChoice: string, ofWord: string) => {
    await terminal.until('a dialog with its answer', () => hasChoice() || asksForWord());
    await area.press(asksForWord() ? ofWord : ofChoice);
  };
  return {
    ...area,
    offers: (wanted) =>
      terminal.until(
        'the answers of the dialog',
        () => answers().join('\n') === wanted.join('\n'),
        () => compare(wanted, answers()),
      ),
    confirm: () => press('dialog.yes', 'dialog.confirm'),
    decline: () => press('dialog.no', 'dialog.close'),
    takeDefault: () => area.press('dialog.choose', 'enter'),
    type: async (word) => {
      await terminal.until('a dialog that asks for a word', asksForWord);
      terminal.keys(bytesOf('ctrl-u') + word);
    },
  };
}
