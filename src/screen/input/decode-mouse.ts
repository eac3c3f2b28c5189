import type { Mouse } from '../draw/mouse.ts';

/** Bits of the button code. Source: "Mouse Tracking" in xterm's ctlseqs. */
const bits = { button: 3, shift: 4, alt: 8, ctrl: 16, motion: 32, wheel: 64, extra: 128 } as const;
const buttons = ['left', 'middle', 'right'] as const;
const wheels = ['wheel-up', 'wheel-down'] as const;
const sgrReport = /^\x1b\[<(\d+);(\d+);(\d+)([Mm])$/;
/** An X10 report adds this to the code, the column and the row, so that each is a printable character. */
const x10Offset = 32;

/** Decodes an SGR report (mode 1006). Returns undefined for a release, a movement, and every other sequence. */
export function decodeSgrMouse(bytes: string): Mouse | undefined {
  const [, code = '', column = '', row = '', end] = sgrReport.exec(bytes) ?? [];
  return end === 'M' ? mouseOf(Number(code), Number(column), Number(row)) : undefined;
}

/** Decodes an X10 report, which terminals without mode 1006 send: `ESC [ M` and three characters. */
export function decodeX10Mouse(bytes: string): Mouse | undefined {
  // A button from 8, and a column or row from 96, are not valid UTF-8.
  if (/[^\x20-\x7f]/.test(bytes.slice(3))) return undefined;
  const [code = 0, column = 0, row = 0] = [3, 4, 5].map((index) => bytes.charCodeAt(index) - x10Offset);
  const isRelease = (code & bits.button) === 3 && (code & (bits.wheel | bits.extra)) === 0;
  return isRelease ? undefined : mouseOf(code, column, row);
}

/** @param column from 1, like the row */
function mouseOf(code: number, column: number, row: number): Mouse | undefined {
  if ((code & bits.motion) !== 0 || column < 1 || row < 1) return undefined;
  const names = (code & bits.extra) !== 0 ? [] : (code & bits.wheel) !== 0 ? wheels : buttons;
  return {
    button: names[code & bits.button] ?? 'other',
    column: column - 1,
    row: row - 1,
    isShift: (code & bits.shift) !== 0,
    isAlt: (code & bits.alt) !== 0,
    isCtrl: (code & bits.ctrl) !== 0,
  };
}
