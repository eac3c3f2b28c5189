import type { Point } from '../../session/memory/series.ts';
import { largest, smallest } from '../../text/largest.ts';
import { cell } from '../draw/fit.ts';
import type { ScreenState } from '../state/screen-state.ts';

type Chart = {
  readonly label: string;
  readonly points: readonly Point[];
  readonly unit: 'MiB' | 'ms/s';
  /** Right end of the chart, epoch ms. */
  readonly until: number;
};

const spanMs = 10 * 60_000;
const labelWidth = 10;
const numbersWidth = 26;
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * `container  ▁▁▂▂▃▃▄▅  662 MiB (650 to 700)`. The lowest value is the lowest bar, so that small changes are visible. A
 * screen reader gets the numbers only.
 */
export function chartRow(
  { label, points, unit, until }: Chart,
  width: number,
  { theme, isScreenReader }: Pick<ScreenState, 'theme' | 'isScreenReader'>,
): string {
  const shown = points.filter(({ at }) => at >= until - spanMs);
  const start = ` ${cell(label, labelWidth)}`;
  const last = shown.at(-1);
  if (last === undefined) return start + theme.muted('not measured');
  const values = shown.map(({ value }) => value);
  const [low, high] = [smallest(values), largest(values, Number.NEGATIVE_INFINITY)];
  const text = numbers(last.value, low, high, unit);
  if (isScreenReader) return start + text;
  const columns = Math.max(10, Math.min(90, width - start.length - numbersWidth - 2));
  const bars = barsOf(shown, until, columns, low, high);
  return `${start}${theme.busy(bars)}  ${text}`;
}

function barsOf(points: readonly Point[], until: number, columns: number, low: number, high: number): string {
  const cells = new Array<string>(columns).fill(' ');
  for (const [index, { at, value }] of points.entries()) {
    const level = high === low ? 0 : Math.round(((value - low) / (high - low)) * (heights.length - 1));
    const from = columnOf(at, until, columns);
    const next = points[index + 1];
    const to = next === undefined ? columns - 1 : columnOf(next.at, until, columns) - 1;
    for (let column = from; column <= Math.max(from, to); column += 1) cells[column] = heights[level] ?? ' ';
  }
  return cells.join('');
}

const columnOf = (at: number, until: number, columns: number): number =>
  Math.max(0, Math.min(columns - 1, Math.floor(((at - until + spanMs) / spanMs) * columns)));

function numbers(last: number, low: number, high: number, unit: Chart['unit']): string {
  const text = (value: number) => String(Math.round(unit === 'MiB' ? value / 2 ** 20 : value));
  const range = text(low) === text(high) ? '' : ` (${text(low)} to ${text(high)})`;
  return `${text(last)} ${unit}${range}`;
}
