import { graphemes } from '../draw/graphemes.ts';
import type { Key } from '../draw/key.ts';

const escapeByte = '\x1b';
const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

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
  /** The keys of a chunk; fast ones come merged. What a terminal says by itself (mouse, focus, answers) is none. */
  readonly push: (chunk: string) => readonly Key[];
  /** A sequence has begun and its rest has not come. */
  readonly isWaiting: () => boolean;
  /** Its rest did not come: a lone Esc was the key Esc. */
  readonly flush: () => readonly Key[];
};

export function createDecoder(): Decoder {
  let rest = '';
  return {
    push(chunk) {
      const keys: Key[] = [];
      // Alt and a key come in one piece: an Esc that came alone was a key of its own, unless a sequence goes on.
      if (rest === escapeByte && !/^[[O\]P_^]/.test(chunk)) press(keys, 'escape', rest);
      let input = keys.length === 0 ? rest + chunk : chunk;
      rest = '';
      while (input !== '') {
        const taken = takeNext(input, keys);
        if (taken === 'incomplete') {
          rest = input;
          break;
        }
        input = input.slice(taken);
      }
      return keys;
    },
    isWaiting: () => rest !== '' && !rest.startsWith(pasteStart),
    flush() {
      const isEscape = rest === escapeByte;
      rest = '';
      return isEscape ? [{ name: 'escape', text: '', bytes: escapeByte }] : [];
    },
  };
}

/** How many characters were taken from the front. */
function takeNext(input: string, keys: Key[]): number | 'incomplete' {
  if (!input.startsWith(escapeByte)) return takeText(input, keys);
  if (input.startsWith(pasteStart)) return takePaste(input, keys);
  const next = input[1];
  if (next === undefined) return 'incomplete';
  if (next === '[') return takeControlSequence(input, keys);
  if (next === 'O') return takeSingleShift(input, keys);
  if (next === ']' || next === 'P' || next === '_' || next === '^') return takeAnswer(input);
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
  if (input.startsWith('\x1b[M')) return input.length < 6 ? 'incomplete' : 6; // a mouse report of the old kind
  const match = /^\x1b\[([0-?]*)[ -/]*([@-~])/.exec(input);
  if (match === null) return /^\x1b\[[0-?]*[ -/]*$/.test(input) ? 'incomplete' : 2;
  const [bytes, parameters = '', final = ''] = match;
  const [number = '', modifiers] = parameters.split(';');
  const isKey = /^(1(;1?\d)?)?$/.test(parameters); // the same letters end reports, of the cursor's place for one
  const name = final === '~' ? numberedKeys[number] : isKey ? finalKeys[final] : undefined;
  return name === undefined ? bytes.length : press(keys, modified(name, modifiers), bytes);
}

function takeSingleShift(input: string, keys: Key[]): number | 'incomplete' {
  const final = input[2];
  if (final === undefined) return 'incomplete';
  const name = finalKeys[final];
  return name === undefined ? 3 : press(keys, name, input.slice(0, 3));
}

/** OSC, DCS, PM, APC: the terminal answers a question. */
function takeAnswer(input: string): number | 'incomplete' {
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

/** xterm: one more than the sum of shift 1, alt 2, ctrl 4. */
function modified(name: string, modifiers: string | undefined): string {
  const bits = Math.max(0, Number(modifiers ?? 1) - 1);
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}${name}`;
}
