import { graphemes } from '../draw/graphemes.ts';

/** Names of keys in a config file, in lower case. The names that the screen shows are valid too. */
const names: { readonly [written: string]: string } = {
  enter: 'enter',
  return: 'enter',
  escape: 'escape',
  esc: 'escape',
  space: 'space',
  tab: 'tab',
  backspace: 'backspace',
  delete: 'delete',
  del: 'delete',
  insert: 'insert',
  ins: 'insert',
  up: 'up',
  '↑': 'up',
  down: 'down',
  '↓': 'down',
  left: 'left',
  '←': 'left',
  right: 'right',
  '→': 'right',
  pageup: 'pageup',
  pgup: 'pageup',
  pagedown: 'pagedown',
  pgdn: 'pagedown',
  home: 'home',
  end: 'end',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`f${index + 1}`, `f${index + 1}`])),
};
/** Keys for which terminals send the same byte as for another key. */
const sameByte: { readonly [key: string]: string } = {
  'ctrl-i': 'tab',
  'ctrl-m': 'enter',
  'ctrl-j': 'enter',
  'ctrl-h': 'backspace',
  'ctrl-[': 'escape',
};
/** Keys that xterm reports with their modifiers. */
const withModifiers = /^(up|down|left|right|home|end|insert|delete|pageup|pagedown|f\d+)$/;
const maxKeys = 4;

/**
 * Parses a key or a sequence of keys, separated by spaces: `x`, `Ctrl-X`, `Esc`, `f5`, `g s`. Returns the names of the
 * decoder, separated by spaces, or the reason why no terminal sends such a key.
 */
export function parseKeys(text: string): { readonly keys: string } | { readonly problem: string } {
  const written = text.trim().split(/\s+/).filter(Boolean);
  if (written.length === 0) return { problem: 'an empty key; write [] to remove the keys of the action' };
  if (written.length > maxKeys) return { problem: `"${text.trim()}" has more than ${maxKeys} keys` };
  const keys = written.map(parseKey);
  const unknown = written.find((_, index) => keys[index] === undefined);
  if (unknown !== undefined) return { problem: `unknown key "${unknown}"` };
  if (keys.includes('ctrl-c')) return { problem: 'Ctrl-C always ends flink-tui' };
  return { keys: keys.join(' ') };
}

function parseKey(text: string): string | undefined {
  const [, written = '', rest = ''] = /^((?:(?:ctrl|alt|shift)[-+](?=.))*)(.+)$/isu.exec(text) ?? [];
  const base = names[rest.toLowerCase()] ?? oneCharacter(rest);
  const has = (modifier: string) => written.toLowerCase().includes(modifier);
  return base === undefined ? undefined : modified(base, { ctrl: has('ctrl'), alt: has('alt'), shift: has('shift') });
}

/** After Esc, these characters start a control sequence. */
const startsSequence = /^(?:[[\]OP_^]|escape)$/;

type Modifiers = { readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean };

/** Returns the name that the decoder gives to the bytes of the key; undefined if terminals do not send such a key. */
function modified(base: string, { ctrl, alt, shift }: Modifiers): string | undefined {
  if (withModifiers.test(base)) return `${ctrl ? 'ctrl-' : ''}${alt ? 'alt-' : ''}${shift ? 'shift-' : ''}${base}`;
  const shifted = shift ? withShift(base) : base;
  const key = shifted !== undefined && ctrl ? withCtrl(shifted) : shifted;
  if (key === undefined || !alt) return key;
  return startsSequence.test(key) ? undefined : `alt-${key}`;
}

function withShift(key: string): string | undefined {
  if (key === 'tab') return 'shift-tab';
  return /^\p{L}$/u.test(key) ? key.toUpperCase() : undefined;
}

function withCtrl(key: string): string | undefined {
  const control = `ctrl-${key.toLowerCase()}`;
  if (control === 'ctrl-space') return control;
  return sameByte[control] ?? (/^ctrl-[a-z]$/.test(control) ? control : undefined);
}

function oneCharacter(text: string): string | undefined {
  return [...graphemes(text)].length === 1 && !/[\x00-\x20\x7f]/.test(text) ? text : undefined;
}
