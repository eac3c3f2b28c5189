import { graphemes } from '../draw/graphemes.ts';
import type { Key } from '../draw/key.ts';
import type { Mouse } from '../draw/mouse.ts';
import { decodeSgrMouse, decodeX10Mouse } from './decode-mouse.ts';

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

/** A key, or a press of a mouse button. */
export type Input = Key | Mouse;

export const isMouse = (input: Input): input is Mouse => 'button' in input;

export type Decoder = {
  /** Returns all keys and mouse presses of a chunk. Focus and status reports are neither. */
  readonly push: (chunk: string) => readonly Input[];
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
      const inputs: Input[] = [];
      // Alt plus a key arrives in one chunk. An Esc at the end of a chunk is the Esc key unless a sequence follows.
      if (rest === escapeByte && !/^[[O\]P_^]/.test(chunk)) press(inputs, 'escape', rest);
      let input = inputs.length === 0 ? rest + chunk : chunk;
      rest = '';
      while (input !== '') {
        const taken = takeNext(input, inputs);
        if (taken === 'incomplete') {
          rest = input;
          break;
        }
        if (startOfReport.test(input)) onReport(input.slice(0, taken));
        input = input.slice(taken);
      }
      return inputs;
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
function takeNext(input: string, inputs: Input[]): number | 'incomplete' {
  if (!input.startsWith(escapeByte)) return takeText(input, inputs);
  if (input.startsWith(pasteStart)) return takePaste(input, inputs);
  const next = input[1];
  if (next === undefined) return 'incomplete';
  if (next === '[') return takeControlSequence(input, inputs);
  if (next === 'O') return takeSingleShift(input, inputs);
  if (next === ']' || next === 'P' || next === '_' || next === '^') return skipReport(input);
  if (next === escapeByte) return press(inputs, 'escape', escapeByte);
  const [first] = graphemes(input.slice(1, 17));
  const character = first?.segment ?? next;
  return press(inputs, `alt-${nameOf(character)}`, escapeByte + character);
}

function takePaste(input: string, inputs: Input[]): number | 'incomplete' {
  const end = input.indexOf(pasteEnd);
  if (end === -1) return 'incomplete';
  const bytes = input.slice(0, end + pasteEnd.length);
  inputs.push({ name: 'paste', text: input.slice(pasteStart.length, end), bytes });
  return bytes.length;
}

function takeControlSequence(input: string, inputs: Input[]): number | 'incomplete' {
  if (input.startsWith('\x1b[M')) return takeX10Mouse(input, inputs);
  const match = /^\x1b\[([0-?]*)[ -/]*([@-~])/.exec(input);
  if (match === null) return /^\x1b\[[0-?]*[ -/]*$/.test(input) ? 'incomplete' : 2;
  const [bytes, parameters = '', final = ''] = match;
  const mouse = decodeSgrMouse(bytes);
  if (mouse !== undefined) inputs.push(mouse);
  const [number = '', modifiers] = parameters.split(';');
  const isKey = /^(1(;1?\d)?)?$/.test(parameters); // cursor position reports end with the same letters
  const name = final === '~' ? numberedKeys[number] : isKey ? finalKeys[final] : undefined;
  return name === undefined ? bytes.length : press(inputs, withModifiers(name, modifiers), bytes);
}

function takeX10Mouse(input: string, inputs: Input[]): number | 'incomplete' {
  const length = 6;
  if (input.length < length) return 'incomplete';
  const mouse = decodeX10Mouse(input);
  if (mouse !== undefined) inputs.push(mouse);
  return length;
}

function takeSingleShift(input: string, inputs: Input[]): number | 'incomplete' {
  const final = input[2];
  if (final === undefined) return 'incomplete';
  const name = finalKeys[final];
  return name === undefined ? 3 : press(inputs, name, input.slice(0, 3));
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

function takeText(input: string, inputs: Input[]): number {
  const text = /^[^\x00-\x1f\x7f]+/.exec(input)?.[0];
  if (text === undefined) return press(inputs, nameOf(input.slice(0, 1)), input.slice(0, 1));
  for (const { segment } of graphemes(text)) inputs.push({ name: nameOf(segment), text: segment, bytes: segment });
  return text.length;
}

function press(inputs: Input[], name: string, bytes: string): number {
  inputs.push({ name, text: '', bytes });
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
