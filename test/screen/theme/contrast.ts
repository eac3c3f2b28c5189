export type Rgb = readonly [red: number, green: number, blue: number];

/** Returns the text and background colours that a paint sets, in 24-bit or 256 colours. */
export function coloursOf(painted: string): { readonly text: Rgb | undefined; readonly background: Rgb | undefined } {
  const [text, background] = [38, 48].map((code) => {
    const [, exact, number] = new RegExp(`\\x1b\\[${code};(?:2;([\\d;]+)|5;(\\d+))m`).exec(painted) ?? [];
    return exact !== undefined
      ? parts(exact.split(';'))
      : number === undefined
        ? undefined
        : xtermColour(Number(number));
  });
  return { text, background };
}

export function parseHex(hex: string): Rgb {
  return parts((hex.match(/[\da-f]{2}/g) ?? []).map((digits) => Number.parseInt(digits, 16)));
}

/** Returns the contrast of two colours, from 1 to 21 (WCAG 2). */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Returns a colour of xterm's cube of 6 steps, or a grey. */
function xtermColour(number: number): Rgb {
  if (number >= 232) return [8 + (number - 232) * 10, 8 + (number - 232) * 10, 8 + (number - 232) * 10];
  const steps = [Math.floor((number - 16) / 36), Math.floor((number - 16) / 6) % 6, (number - 16) % 6];
  return parts(steps.map((step) => (step === 0 ? 0 : 55 + 40 * step)));
}

function parts(values: readonly (string | number)[]): Rgb {
  const [red = 0, green = 0, blue = 0] = values.map(Number);
  return [red, green, blue];
}
