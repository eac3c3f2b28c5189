export type Background = 'dark' | 'light';

/** The report of the background colour (OSC 11) and the report of the terminal type (DA1), also from a split answer. */
const colourReport = /^\x1b\]11;(.*?)(?:\x07|\x1b\\)$/;
const typeReport = /^\x1b\[\?[\d;]*c$/;

/** Returns the background in a report from the terminal; undefined for other reports and unknown colours. */
export function backgroundInReport(report: string): Background | undefined {
  const rgb = parseColour(colourReport.exec(report)?.[1] ?? '');
  if (rgb === undefined) return undefined;
  const [red, green, blue] = rgb;
  // The perceived brightness of ITU-R BT.601.
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? 'light' : 'dark';
}

export function isTypeReport(report: string): boolean {
  return typeReport.test(report);
}

/** Returns the background in COLORFGBG (`15;0` or `15;default;0`), which some terminals set at their start. */
export function backgroundInEnvironment(colorfgbg: string | undefined): Background | undefined {
  const colour = colorfgbg?.split(';').at(-1) ?? '';
  if (!/^\d{1,2}$/.test(colour) || Number(colour) > 15) return undefined;
  return Number(colour) < 7 || Number(colour) === 8 ? 'dark' : 'light';
}

type Rgb = readonly [red: number, green: number, blue: number];

/** Parses the colours of XParseColor: `rgb:1e1e/1e1e/1e1e`, `rgba:` with a fourth part, `#1e1e1e`. */
function parseColour(text: string): Rgb | undefined {
  const parts = /^rgba?:([\da-f/]+)$/i.exec(text)?.[1]?.split('/') ?? hexParts(/^#([\da-f]+)$/i.exec(text)?.[1]);
  const [red, green, blue] = parts.map((part) => Number.parseInt(part, 16) / (16 ** part.length - 1));
  if (red === undefined || green === undefined || blue === undefined || parts.length > 4) return undefined;
  return parts.every((part) => part.length >= 1 && part.length <= 4) ? [red, green, blue] : undefined;
}

/** Splits `1e1e1e` into three parts of the same length. */
function hexParts(digits = ''): readonly string[] {
  const size = digits.length / 3;
  return Number.isInteger(size) && size > 0
    ? [0, 1, 2].map((part) => digits.slice(part * size, (part + 1) * size))
    : [];
}
