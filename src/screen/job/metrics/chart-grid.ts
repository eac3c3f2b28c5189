import type { MetricChart } from '../../state/metric-charts.ts';
import type { TabSize } from '../tab.ts';
import { type ChartOptions, chartRows } from './chart-rows.ts';

/** From this width on, two charts are side by side. */
const twoColumnsFrom = 100;
const minChartHeight = 7;
const maxChartHeight = 24;
/** A screen reader gets the title and the values. */
const sentenceRows = 2;
const gap = 2;

export type ChartGrid = { readonly rows: readonly string[]; readonly first: number; readonly last: number };

/** Draws the charts in one or two columns. If there is no room for all, those around the selected one are drawn. */
export function chartGrid(
  charts: readonly MetricChart[],
  selected: number,
  { width, height }: TabSize,
  options: Omit<ChartOptions, 'width' | 'height' | 'isSelected' | 'failure'>,
  failures: readonly (Error | undefined)[],
): ChartGrid {
  const { isScreenReader } = options;
  const columns = width >= twoColumnsFrom && charts.length > 1 && !isScreenReader ? 2 : 1;
  const minHeight = isScreenReader ? sentenceRows : minChartHeight;
  const lines = Math.ceil(charts.length / columns);
  const fitting = Math.max(1, Math.min(lines, Math.floor((height + 1) / (minHeight + 1))));
  const chartHeight = Math.min(isScreenReader ? sentenceRows : maxChartHeight, Math.floor((height + 1) / fitting) - 1);
  const firstLine = Math.max(0, Math.min(Math.floor(selected / columns), lines - fitting));
  const shown = charts.slice(firstLine * columns, (firstLine + fitting) * columns);
  const chartWidth = Math.floor((width - gap * (columns - 1)) / columns);
  const drawn = shown.map((chart, index) =>
    chartRows(chart, {
      ...options,
      width: chartWidth,
      height: chartHeight,
      failure: failures[firstLine * columns + index],
      isSelected: firstLine * columns + index === selected,
    }),
  );
  const rows = Array.from({ length: fitting }, (_, line) => {
    const beside = drawn.slice(line * columns, (line + 1) * columns);
    const joined = Array.from({ length: chartHeight }, (_row, row) =>
      beside.map((chart) => chart[row] ?? '').join(' '.repeat(gap)),
    );
    return line < fitting - 1 ? [...joined, ''] : joined;
  }).flat();
  return { rows, first: firstLine * columns, last: firstLine * columns + shown.length };
}
