import { graphemes } from '../draw/graphemes.ts';
import type { Key } from '../draw/key.ts';

const escapeByte = '\x1b';
const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/** The start of a report of the background colour (OSC 11). */
const colourReport = '\x1b]11;';
/** The start of a colour report or a device report. No key starts with it. */
const startOfReport = /^\x1b(\]11;|\[\?)/;

const finalKeys: { readonly [final: string]: string } = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift-tab',
};
const numberedKeys: { readonly [number: string]: string } = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};
const controlKeys: { readonly [character: string]: string } = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  '\0': 'ctrl-space',
  [escapeByte]: 'escape',
};

export type Decoder = {
  /** Returns all keys of a chunk. Mouse, focus and status reports are not keys. */
  readonly push: (chunk: string) => readonly Key[];
  /** What needs a timeout to end. Pastes and reports need none: no key starts with them. */
  readonly waitsAfter: () => 'escape' | 'sequence' | undefined;
  /** Drops an incomplete sequence after a timeout. A lone Esc byte becomes the Esc key. */
  readonly flush: () => readonly Key[];
};

/** `onReport` receives the colour and device reports, which are answers to queries. */
export function createDecoder(onReport: (report: string) => void = () => {}): Decoder {
  let rest = '';
  return {
    push(chunk) {
      const keys: Key[] = [];
      // Alt plus a key arrives in one chunk. An Esc at the end of a chunk is the Esc key unless a sequence follows.
      if (rest === escapeByte && !/^[[O\]P_^]/.test(chunk)) press(keys, 'escape', rest);
      let input = keys.length === 0 ? rest + chunk : chunk;
      rest = '';
      while (input !== '') {
        const taken = takeNext(input, keys);
        if (taken === 'incomplete') {
          rest = input;
          break;
        }
        if (startOfReport.test(input)) onReport(input.slice(0, taken));
        input = input.slice(taken);
      }
      return keys;
    },
    waitsAfter() {
      if (rest === escapeByte) return 'escape';
      const needsNone = rest === '' || rest.startsWith(pasteStart) || startOfReport.test(rest);
      return needsNone ? undefined : 'sequence';
    },
    flush() {
      const isEscape = rest === escapeByte;
      rest = '';
      return isEscape ? [{ name: 'escape', text: '', bytes: escapeByte }] : [];
    },
  };
}

/** Decodes one key, or a run of plain text. Returns the number of characters used. */
function takeNext(input: string, keys: Key[]): number | 'incomplete' {
  if (!input.startsWith(escapeByte)) return takeText(input, keys);
  if (input.startsWith(pasteStart)) return takePaste(input, keys);
  const next = input[1];
  if (next === undefined) return 'incomplete';
  if (next === '[') return takeControlSequence(input, keys);
  if (next === 'O') return takeSingleShift(input, keys);
  if (next === ']' || next === 'P' || next === '_' || next === '^') return skipReport(input);
  if (next === escapeByte) return press(keys, 'escape', escapeByte);
  const [first] = graphemes(input.slice(1, 17));
  const character = first?.segment ?? next;
  return press(keys, `alt-${nameOf(character)}`, escapeByte + character);
}

function takePaste(input: string, keys: Key[]): number | 'incomplete' {
  const end = input.indexOf(pasteEnd);
  if (end === -1) return 'incomplete';
  const bytes = input.slice(0, end + pasteEnd.length);
  keys.push({ name: 'paste', text: input.slice(pasteStart.length, end), bytes });
  return bytes.length;
}

function takeControlSequence(input: string, keys: Key[]): number | 'incomplete' {
  if (input.startsWith('\x1b[M')) return input.length < 6 ? 'incomplete' : 6; // an X10 mouse report
  const match = /^\x1b\[([0-?]*)[ -/]*([@-~])/.exec(input);
  if (match === null) return /^\x1b\[[0-?]*[ -/]*$/.test(input) ? 'incomplete' : 2;
  const [bytes, parameters = '', final = ''] = match;
  const [number = '', modifiers] = parameters.split(';');
  const isKey = /^(1(;1?\d)?)?$/.test(parameters); // cursor position reports end with the same letters
  const name = final === '~' ? numberedKeys[number] : isKey ? finalKeys[final] : undefined;
  return name === undefined ? bytes.length : press(keys, withModifiers(name, modifiers), bytes);
}

function takeSingleShift(input: string, keys: Key[]): number | 'incomplete' {
  const final = input[2];
  if (final === undefined) return 'incomplete';
  const name = finalKeys[final];
  return name === undefined ? 3 : press(keys, name, input.slice(0, 3));
}

/** Skips OSC, DCS, PM and APC sequences. Terminals use them to respond to queries. */
function skipReport(input: string): number | 'incomplete' {
  // A colour report may arrive in parts, without a timeout. A byte that does not belong to it is a key.
  if (input.startsWith(colourReport)) {
    const [report = '', end] = /^\x1b\]11;[\da-frg:/#]{0,32}(\x07|\x1b\\)?/i.exec(input) ?? [];
    const isCut = end === undefined && /^\x1b?$/.test(input.slice(report.length));
    return isCut ? 'incomplete' : report.length;
  }
  const end = /\x07|\x1b\\/.exec(input);
  return end === null ? 'incomplete' : end.index + end[0].length;
}

function takeText(input: string, keys: Key[]): number {
  const text = /^[^\x00-\x1f\x7f]+/.exec(input)?.[0];
  if (text === undefined) return press(keys, nameOf(input.slice(0, 1)), input.slice(0, 1));
  for (const { segment } of graphemes(text)) keys.push({ name: nameOf(segment), text: segment, bytes: segment });
  return text.length;
}

function press(keys: Key[], name: string, bytes: string): number {
  keys.push({ name, text: '', bytes });
  return bytes.length;
}

function nameOf(character: string): string {
  if (character === ' ') return 'space';
  const code = character.charCodeAt(0);
  return controlKeys[character] ?? (code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character);
}

/** Adds modifier names. xterm encodes them as 1 plus the sum of Shift 1, Alt 2 and Ctrl 4. */
function withModifiers(name: string, modifiers: string | undefined): string {
  const bits = Math.max(0, Number(modifiers ?? 1) - 1);
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}${name}`;
}
