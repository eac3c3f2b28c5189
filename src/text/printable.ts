// Everything that a terminal would obey and not show: C0 and C1 controls, bidirectional overrides and
// isolates, invisible format characters, lone surrogates.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text from outside made safe for one line of a terminal: controls become their visible pictures (ESC is ␛),
 * a tab becomes two blanks, C1 and invisible format characters become their code point in angle brackets.
 * What is safe already comes back as the same string.
 */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.charCodeAt(0);
    if (code === 9) return '  ';
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '␡';
    return `<${code.toString(16).padStart(4, '0')}>`;
  });
}

/** Text of several lines, each made safe for a terminal. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
