import { highPressure } from '../../diagnosis/bottleneck.ts';
import { percent } from '../../diagnosis/texts.ts';
import { busyShare } from '../../diagnosis/uneven-subtask.ts';
import type { VertexLoad } from '../../session/readings/job-load.ts';
import { cell } from '../draw/fit.ts';
import type { Theme, Token } from '../theme/theme.ts';

/** How a vertex spends its time, as a bar and in numbers. */
type Load = Pick<VertexLoad, 'busy' | 'idle' | 'backPressured'>;
type Part = { readonly text: string; readonly token: Token };

/** `100% busy` after a blank. */
const wordWidth = 10;
/** ` 100%` for each of the three shares. */
const numberWidth = 5;
const shortBar = 5;

/** Widths of the column on a page of this width. */
export function loadWidths(pageWidth: number): { readonly short: number; readonly long: number } {
  return { short: shortBar + wordWidth, long: (pageWidth < 160 ? 10 : 20) + 3 * numberWidth };
}

const hasNumbers = (width: number): boolean => width >= shortBar + 3 * numberWidth;

/** `LOAD        BUSY   BP IDLE` above the bar and the three numbers. */
export function loadTitle(width: number): string {
  if (!hasNumbers(width)) return 'LOAD';
  return cell('LOAD', width - 3 * numberWidth) + ['BUSY', 'BP', 'IDLE'].map(inNumberColumn).join('');
}

export function loadText(load: Load | undefined, width: number): string {
  return loadParts(load, width)
    .map(({ text }) => text)
    .join('');
}

export function paintLoad(load: Load | undefined, width: number, theme: Theme): string {
  return loadParts(load, width)
    .map(({ text, token }) => theme[token](text))
    .join('');
}

/** `97% busy, 0% back-pressured, 3% idle` */
export function loadInWords(load: Load | undefined): string {
  if (load === undefined) return 'load unknown';
  const { busy, backPressured, idle } = load;
  const shares = `${percent(backPressured)} back-pressured, ${percent(idle)} idle`;
  return `${busy === undefined ? 'busy unknown' : `${percent(busy)} busy`}, ${shares}`;
}

/** Columns of the longest text of `loadInWords`. */
export const loadWordsWidth = '100% busy, 100% back-pressured, 100% idle'.length;

function loadParts(load: Load | undefined, width: number): readonly Part[] {
  if (load === undefined) return [{ text: cell('–', width), token: 'muted' }];
  const { busy, backPressured, idle } = load;
  const barWidth = hasNumbers(width) ? width - 3 * numberWidth : width - wordWidth;
  const bar = barParts(load, barWidth);
  const tokens = { busy: busyToken(busy), bp: pressureToken(backPressured) };
  if (!hasNumbers(width)) {
    const isPressed = backPressured > (busy ?? highPressure);
    const word = isPressed ? `${percent(backPressured)} bp` : `${shareText(busy)} busy`;
    return [...bar, { text: cell(` ${word}`, wordWidth), token: isPressed ? tokens.bp : tokens.busy }];
  }
  return [
    ...bar,
    { text: inNumberColumn(shareText(busy)), token: tokens.busy },
    { text: inNumberColumn(percent(backPressured)), token: tokens.bp },
    { text: inNumberColumn(percent(idle)), token: 'muted' },
  ];
}

/** Draws the shares with different characters, so that they also differ without colours. A gap is unknown. */
function barParts({ busy, backPressured, idle }: Load, width: number): readonly Part[] {
  const busyEnd = Math.round((busy ?? 0) * width);
  const pressedEnd = Math.max(busyEnd, Math.round(((busy ?? 0) + backPressured) * width));
  const idleCells = busy === undefined ? Math.min(width - pressedEnd, Math.round(idle * width)) : width - pressedEnd;
  return [
    { text: '█'.repeat(busyEnd), token: busyToken(busy) },
    { text: '▒'.repeat(pressedEnd - busyEnd), token: pressureToken(backPressured) },
    { text: '░'.repeat(idleCells), token: 'muted' },
    { text: ' '.repeat(width - pressedEnd - idleCells), token: 'muted' },
  ];
}

function busyToken(busy: number | undefined): Token {
  if (busy === undefined) return 'muted';
  return busy >= busyShare ? 'warning' : 'ok';
}

const pressureToken = (share: number): Token => (share >= highPressure ? 'busy' : 'muted');

const shareText = (share: number | undefined): string => (share === undefined ? '–' : percent(share));

const inNumberColumn = (text: string): string => cell(text, numberWidth, 'right');
