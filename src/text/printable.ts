// Everything that a terminal would obey and not show, or that takes no room or another room than it seems: C0 and C1
// controls, bidirectional marks, overrides and isolates, joiners, fillers, tags and other invisible characters, lone
// surrogates; and what is written over one character beyond the three marks that any script needs.
const controls = '\\u0000-\\u001f\\u007f-\\u009f';
const invisible =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb';
const unsafe = new RegExp(
  `[${controls}${invisible}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]|\\p{Cs}|(?<=\\p{M}{3})\\p{M}+`,
  'gu',
);
const plain = /^[\u0020-\u007e]*$/;

/**
 * Text from outside made safe for one line of a terminal: controls become their visible pictures (ESC is ␛),
 * a tab becomes two blanks, C1 and invisible characters become their code point in angle brackets, a heap of marks
 * over one character its number. What is safe already comes back as the same string.
 */
export function printable(text: string): string {
  return plain.test(text) ? text : text.replace(unsafe, picture);
}

function picture(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  if (code === 9) return '  ';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  const isMark = /^\p{M}/u.test(found) && !isInvisible.test(found);
  return isMark ? `<${found.length} marks>` : `<${code.toString(16).padStart(4, '0')}>`;
}

const isInvisible = new RegExp(`^[${invisible}]`);

const unsafeInJson = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON, or YAML whose texts are in double quotes: the same data, and nothing in it that a terminal would obey. */
export function printableJson(json: string): string {
  return json.replace(unsafeInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Text of several lines, each made safe for a terminal. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
