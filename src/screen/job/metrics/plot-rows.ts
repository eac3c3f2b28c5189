import type { Axis, ChartColumn, ChartWindow } from '../../../session/metrics/chart-window.ts';
import { cell } from '../../draw/fit.ts';
import type { Theme, Token } from '../../theme/theme.ts';

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
export const gapGlyph = '×';
export const unknownGlyph = '·';

export type PlotOptions = {
  readonly rows: number;
  /** undefined without any value. */
  readonly axis: Axis | undefined;
  readonly theme: Theme;
  readonly token: Token;
  readonly label: (value: number) => string;
  readonly labelWidth: number;
};

/** Draws the columns as an area, with the ends of the axis at the left. */
export function plotRows({ columns }: Pick<ChartWindow, 'columns'>, options: PlotOptions): readonly string[] {
  const { rows, axis, theme, token, label, labelWidth } = options;
  const levels = columns.map((column) => levelOf(column, axis, rows));
  return Array.from({ length: rows }, (_, row) => {
    const fromBottom = rows - 1 - row;
    const isEnd = row === 0 || fromBottom === 0;
    const text = !isEnd || axis === undefined ? '' : label(row === 0 ? axis.high : axis.low);
    const start = theme.muted(`${cell(text, labelWidth, 'right')} ${isEnd ? '┤' : '│'}`);
    const cells = levels.map((level) => glyphOf(level - fromBottom * heights.length));
    if (fromBottom > 0) return start + theme[token](cells.join(''));
    return start + paintBottom(cells, columns, theme, token);
  });
}

/** Returns the height in eighths of a row. A value at the lower end of the axis has the lowest bar. */
function levelOf(column: ChartColumn, axis: Axis | undefined, rows: number): number {
  if (column.kind !== 'value' || axis === undefined) return 0;
  const share = (column.value - axis.low) / (axis.high - axis.low);
  return Math.max(1, Math.round(share * rows * heights.length));
}

const glyphOf = (eighths: number): string =>
  eighths <= 0 ? ' ' : (heights[Math.min(heights.length, eighths) - 1] ?? ' ');

/** Draws the lowest row, in which columns without a value have a mark. */
function paintBottom(cells: readonly string[], columns: readonly ChartColumn[], theme: Theme, token: Token): string {
  let painted = '';
  let run = '';
  const isValue = (index: number) => columns[index]?.kind === 'value';
  for (const [index, glyph] of cells.entries()) {
    const kind = columns[index]?.kind;
    run += kind === 'gap' ? gapGlyph : kind === 'unknown' ? unknownGlyph : glyph;
    if (index + 1 < cells.length && isValue(index + 1) === isValue(index)) continue;
    painted += theme[isValue(index) ? token : 'muted'](run);
    run = '';
  }
  return painted;
}

/** `└ -10m ───────── -5m ───────── now` */
export function timeAxis(width: number, spanMs: number, labelWidth: number, theme: Theme): string {
  const [start, middle, end] = [`-${minutesText(spanMs)} `, ` -${minutesText(spanMs / 2)} `, ' now'];
  const room = width - start.length - end.length;
  const halves = room - middle.length;
  const line =
    halves >= 8
      ? '─'.repeat(Math.floor(halves / 2)) + middle + '─'.repeat(halves - Math.floor(halves / 2))
      : '─'.repeat(Math.max(0, room));
  return theme.muted(cell(`${' '.repeat(labelWidth)} └${start}${line}${end}`, labelWidth + 2 + width));
}

const minutesText = (ms: number): string => {
  const minutes = ms / 60_000;
  return minutes >= 60 && minutes % 30 === 0 ? `${minutes / 60}h` : `${minutes}m`;
};
