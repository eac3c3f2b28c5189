import { stripVTControlCharacters } from 'node:util';

/** C0 controls, DEL and C1 controls. */
const controls = '\\u0000-\\u001f\\u007f-\\u009f';
/** Bidirectional marks, overrides and isolates, joiners, fillers and other invisible characters. */
const invisible =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb';
/**
 * Characters that a terminal would interpret or whose width is unclear, including tags and lone surrogates. Combining
 * marks after the third one on a character are unsafe as well, because no script needs more.
 */
const unsafe = new RegExp(
  `[${controls}${invisible}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]|\\p{Cs}|(?<=\\p{M}{3})\\p{M}+`,
  'gu',
);
const plain = /^[\u0020-\u007e]*$/;

/**
 * Makes external text safe for one line of a terminal:
 * - C0 controls and DEL become visible symbols (ESC is ␛)
 * - a tab becomes two spaces
 * - excess combining marks become their count in angle brackets
 * - other unsafe characters become their code point in angle brackets
 */
export function printable(text: string): string {
  return plain.test(text) ? text : text.replace(unsafe, visibleForm);
}

function visibleForm(match: string): string {
  const code = match.codePointAt(0) ?? 0;
  if (code === 9) return '  ';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  const isMark = /^\p{M}/u.test(match) && !isInvisible.test(match);
  return isMark ? `<${match.length} marks>` : `<${code.toString(16).padStart(4, '0')}>`;
}

const isInvisible = new RegExp(`^[${invisible}]`);

const unsafeInJson = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Escapes characters in JSON, or in YAML with double-quoted strings, that a terminal would interpret. The data stays
 * the same.
 */
export function printableJson(json: string): string {
  return json.replace(unsafeInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Makes each line of a text safe for a terminal. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

const keysWhenPasted = new RegExp(`(?![\\t\\n])[${controls}]`, 'g');

/** Removes escape sequences and control characters that a program would read as keys. Keeps tabs and line breaks. */
export function pasteable(text: string): string {
  return stripVTControlCharacters(text).replace(keysWhenPasted, '');
}
