import type { TestTerminal } from '../mount-screen.ts';
import type { Area } from './area.ts';
import { describeDifference } from './expected.ts';
import { bytesOf } from './keys.ts';

export type Dialog = Area & {
  /** Waits until the dialog offers exactly these answers. The selected answer has a mark. */
  readonly offers: (answers: readonly string[]) => Promise<void>;
  /** Waits until the dialog has these switches, such as `[ ] take savepoints first`. */
  readonly hasSwitches: (switches: readonly string[]) => Promise<void>;
  /** Waits until this text, which must be unique on the screen, has this colour. */
  readonly paints: (text: string, colour: keyof typeof ansiColours) => Promise<void>;
  /** Selects the switch with this label and changes it. */
  readonly toggle: (label: string) => Promise<void>;
  /** Confirms the dialog, also with a typed word. */
  readonly confirm: () => Promise<void>;
  readonly decline: () => Promise<void>;
  /** Waits until the dialog has been shown long enough to answer it. */
  readonly canBeAnswered: () => Promise<void>;
  /** Presses Enter to accept the answer that is selected first. */
  readonly acceptDefault: () => Promise<void>;
  /** Replaces the typed word. */
  readonly type: (word: string) => Promise<void>;
};

const ansiColours = { red: 1, green: 2, yellow: 3 } as const;
const switchPattern = /\[[ x]\] .*?(?= {2}|$)/;

export function createDialog(terminal: TestTerminal, area: Area): Dialog {
  const rows = () => area.frame()?.rows ?? [];
  /** The list of switches and answers starts at the column of its mark. */
  const answers = () => {
    const last = rows().slice(-2);
    const column = last.findLast((row) => row.includes('▶'))?.indexOf('▶') ?? 2;
    return last.map((row) => row.slice(column));
  };
  const switches = () => rows().flatMap((row) => switchPattern.exec(row)?.[0] ?? []);
  const isSelected = (label: string) => rows().some((row) => row.includes('▶') && row.includes(`] ${label}`));
  const hasChoice = () => rows().some((row) => row.includes('▶'));
  const asksForWord = () => rows().some((row) => /^ +Type \S+ to confirm:/.test(row));
  /** The footer names the answers once the user can have seen the dialog. */
  const canBeAnswered = () =>
    terminal.until('a dialog that can be answered', () => asksForWord() || / y \S/.test(terminal.rows().at(-1) ?? ''));
  const press = async (choiceAction: string, wordAction: string) => {
    await terminal.until('a dialog with answers or a word to type', () => hasChoice() || asksForWord());
    await canBeAnswered();
    await area.press(asksForWord() ? wordAction : choiceAction);
  };
  const shows = (name: string, expected: readonly string[], seen: () => readonly string[]) =>
    terminal.until(
      name,
      () => seen().join('\n') === expected.join('\n'),
      () => describeDifference(expected, seen()),
    );
  return {
    ...area,
    offers: (expected) => shows('the answers of the dialog', expected, answers),
    hasSwitches: (expected) => shows('the switches of the dialog', expected, switches),
    paints: (text, colour) =>
      terminal.until(
        `${text} in ${colour}`,
        () => terminal.text().includes(text) && terminal.styleAt(text).ansi === ansiColours[colour],
      ),
    toggle: async (label) => {
      await terminal.until(`the switch ${label}`, () => switches().some((one) => one.slice(4) === label));
      await canBeAnswered();
      while (switches().length > 1 && !isSelected(label)) {
        const before = rows().findIndex((row) => row.includes('▶'));
        await area.press('dialog.move', 'up');
        await terminal.until('the selection to move', () => rows().findIndex((row) => row.includes('▶')) !== before);
      }
      await area.press('dialog.toggle');
    },
    confirm: () => press('dialog.yes', 'dialog.confirm'),
    decline: () => press('dialog.no', 'dialog.close'),
    canBeAnswered,
    acceptDefault: () => area.press('dialog.choose', 'enter'),
    type: async (word) => {
      await terminal.until('a dialog that asks for a word', asksForWord);
      terminal.keys(bytesOf('ctrl-u') + word);
    },
  };
}
