import type { IBufferCell, Terminal } from '@xterm/headless';

/** Colours of the terminal that a picture shows. */
export type Palette = {
  readonly background: string;
  readonly text: string;
  /** The 16 ANSI colours. */
  readonly ansi: readonly string[];
};

export const darkPalette: Palette = {
  background: '#15191f',
  text: '#c9d1d9',
  ansi: [
    ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
    ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#f0f6fc'],
  ],
};
export const lightPalette: Palette = {
  background: '#ffffff',
  text: '#24292f',
  ansi: [
    ...['#24292f', '#cf222e', '#116329', '#4d2d00', '#0969da', '#8250df', '#1b7c83', '#6e7781'],
    ...['#57606a', '#a40e26', '#1a7f37', '#633c01', '#218bff', '#a475f9', '#3192aa', '#8c959f'],
  ],
};

const cell = { width: 8.4, height: 18 };
const margin = 10;

type Style = {
  readonly fill: string;
  readonly box: string | undefined;
  readonly attributes: string;
};
type Run = { readonly column: number; readonly style: Style; text: string; columns: number };

/** Draws the buffer of a terminal as an SVG, one text element per run of equal style. */
export function toSvg(terminal: Terminal, title: string, palette: Palette): string {
  return svg(terminal, terminal.rows, title, palette, [...textRows(terminal, palette)]);
}

/** Returns the rows of the terminal as SVG elements. */
export function textRows(terminal: Terminal, palette: Palette): readonly string[] {
  const lines = Array.from({ length: terminal.rows }, (_, row) =>
    runsOf(terminal, row, palette)
      .map((run) => runToSvg(row, run, palette))
      .join(''),
  );
  return lines.filter((line) => line !== '');
}

/** One picture of an animation: its elements, how long it is shown, and what it shows. */
export type Frame = { readonly elements: readonly string[]; readonly seconds: number; readonly caption: string };

/** Draws frames one after the other, again and again, with a caption below them. CSS animates them, without a script. */
export function toAnimatedSvg(
  terminal: Pick<Terminal, 'cols' | 'rows'>,
  title: string,
  palette: Palette,
  frames: readonly Frame[],
): string {
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  let start = 0;
  const percent = (seconds: number) => `${((seconds / total) * 100).toFixed(3)}%`;
  const styles = frames.map(({ seconds }, index) => {
    const [from, to] = [percent(start), percent(start + seconds)];
    start += seconds;
    const hidden = index === 0 ? '' : '0%{visibility:hidden}';
    return `@keyframes f${index}{${hidden}${from}{visibility:visible}${to}{visibility:hidden}100%{visibility:hidden}}.f${index}{visibility:hidden;animation:f${index} ${total}s step-end infinite}`;
  });
  const y = margin + (terminal.rows + 1) * cell.height;
  const groups = frames.map(({ elements, caption }, index) =>
    [
      `<g class="f${index}">`,
      ...elements,
      `<text x="${margin}" y="${y}" font-weight="bold" fill="${palette.ansi[12]}">${escapeXml(caption)}</text>`,
      '</g>',
    ].join('\n'),
  );
  return svg(terminal, terminal.rows + 2, title, palette, [`<style>${styles.join('')}</style>`, ...groups]);
}

function svg(
  { cols }: Pick<Terminal, 'cols'>,
  rows: number,
  title: string,
  palette: Palette,
  elements: readonly string[],
): string {
  const width = Math.ceil(cols * cell.width + 2 * margin);
  const height = rows * cell.height + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${palette.background}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" fill="${palette.text}" xml:space="preserve">`,
    ...elements,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function runsOf(terminal: Terminal, row: number, palette: Palette): readonly Run[] {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < terminal.cols; column += 1) {
    const found = line?.getCell(column);
    if (found === undefined || found.getWidth() === 0) continue;
    const style = styleOf(found, palette);
    const text = found.getChars() || ' ';
    const last = runs.at(-1);
    // A font may lack the other characters, and the replacement may have another width.
    const isOneRun = last !== undefined && isSameStyle(last.style, style) && isAscii(last.text) === isAscii(text);
    if (isOneRun) {
      last.text += text;
      last.columns += found.getWidth();
    } else runs.push({ column, style, text, columns: found.getWidth() });
  }
  return runs.filter(({ text, style }) => text.trim() !== '' || style.box !== undefined);
}

function styleOf(found: IBufferCell, { background, text, ansi }: Palette): Style {
  const fg = found.isFgDefault() ? text : colour(found.isFgPalette(), found.getFgColor(), ansi);
  const bg = found.isBgDefault() ? undefined : colour(found.isBgPalette(), found.getBgColor(), ansi);
  const attributes = [
    found.isBold() ? 'font-weight="bold"' : '',
    found.isItalic() ? 'font-style="italic"' : '',
    found.isUnderline() ? 'text-decoration="underline"' : '',
    found.isDim() ? 'opacity="0.6"' : '',
  ].filter((attribute) => attribute !== '');
  const isInverse = found.isInverse() !== 0;
  return {
    fill: isInverse ? (bg ?? background) : fg,
    box: isInverse ? fg : bg,
    attributes: attributes.join(' '),
  };
}

/** Returns an ANSI colour, a colour of the 6×6×6 cube, a grey, or a 24-bit colour. */
function colour(isPalette: boolean, value: number, ansi: readonly string[]): string {
  if (!isPalette) return `#${value.toString(16).padStart(6, '0')}`;
  if (value < 16) return ansi[value] ?? '#000000';
  if (value >= 232) return hex([0, 0, 0].map(() => 8 + (value - 232) * 10));
  const cube = value - 16;
  return hex(
    [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((part) => (part === 0 ? 0 : 55 + part * 40)),
  );
}

function hex(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function isSameStyle(a: Style, b: Style): boolean {
  return a.fill === b.fill && a.box === b.box && a.attributes === b.attributes;
}

function runToSvg(row: number, { column, text, columns, style }: Run, palette: Palette): string {
  const x = (margin + column * cell.width).toFixed(1);
  const y = margin + row * cell.height;
  const length = (columns * cell.width).toFixed(1);
  const box =
    style.box === undefined
      ? ''
      : `<rect x="${x}" y="${y}" width="${length}" height="${cell.height}" fill="${style.box}"/>`;
  const attributes = [
    `x="${x}" y="${y + 14}" textLength="${length}"`,
    style.fill === palette.text ? '' : `fill="${style.fill}"`,
    style.attributes,
  ];
  return `${box}<text ${attributes.filter((part) => part !== '').join(' ')}>${escapeXml(text)}</text>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
