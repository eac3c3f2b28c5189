import type { TestTerminal } from '../mount-screen.ts';

const codes = { left: 0, middle: 1, right: 2, 'wheel-up': 64, 'wheel-down': 65 } as const;
type Button = keyof typeof codes;

/** Sends the reports of a terminal for a mouse over a text. */
export type Mouse = {
  /** Clicks on the first occurrence of the text, once it is on the screen. */
  readonly click: (text: string, button?: Button) => Promise<void>;
  readonly doubleClick: (text: string) => Promise<void>;
  readonly scroll: (text: string, direction: 'up' | 'down') => Promise<void>;
  /** The bytes of a press and a release in a cell, from 0. */
  readonly clickAt: (column: number, row: number, button?: Button) => void;
};

export function createMouse(terminal: TestTerminal): Mouse {
  const place = async (text: string) => {
    await terminal.sees(text);
    const rows = terminal.rows();
    const row = rows.findIndex((shown) => shown.includes(text));
    return { row, column: rows[row]?.indexOf(text) ?? 0 };
  };
  const clickAt: Mouse['clickAt'] = (column, row, button = 'left') => {
    const report = `\x1b[<${codes[button]};${column + 1};${row + 1}`;
    terminal.keys(button.startsWith('wheel') ? `${report}M` : `${report}M${report}m`);
  };
  const click: Mouse['click'] = async (text, button) => {
    const { column, row } = await place(text);
    clickAt(column, row, button);
  };
  return {
    click,
    clickAt,
    doubleClick: async (text) => {
      const { column, row } = await place(text);
      clickAt(column, row);
      clickAt(column, row);
    },
    scroll: (text, direction) => click(text, `wheel-${direction}`),
  };
}
