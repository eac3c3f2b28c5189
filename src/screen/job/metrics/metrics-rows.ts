import { ownerTitle } from '../../../session/metrics/metric.ts';
import { latestSamples } from '../../../session/metrics/sample-metrics.ts';
import { noReadings } from '../../../session/readings/reading.ts';
import { countOf } from '../../../text/count-of.ts';
import { formatDuration } from '../../../text/duration.ts';
import { cell, cut, widthOf } from '../../draw/fit.ts';
import { keyName } from '../../state/key-names.ts';
import { topViewState } from '../../state/layers.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import type { DrawnTab, TabSize } from '../tab.ts';
import { chartsOf, selectedIndex } from './chart-actions.ts';
import { chartGrid } from './chart-grid.ts';
import { isEnded, listBesideFrom } from './metrics-readings.ts';
import { type MetricSearch, searchId } from './open-search.ts';
import { gapGlyph, unknownGlyph } from './plot-rows.ts';
import { searchRows } from './search-rows.ts';
import { spans } from './state.ts';
import { suggestionsOf } from './suggestions.ts';

/** Draws the charts, the list of metrics, or both beside each other. */
export function drawMetrics(state: ScreenState, page: JobPage, size: TabSize): DrawnTab {
  const search = topViewState<MetricSearch>(state, searchId);
  const { width, height } = size;
  if (width < listBesideFrom) {
    return search === undefined ? drawCharts(state, page, size) : { rows: searchRows(state, page, search, size) };
  }
  const listWidth = Math.floor(width * 0.36);
  const list = searchRows(state, page, search, { width: listWidth, height });
  const charts = drawCharts(state, page, { width: width - listWidth - 3, height });
  const edge = ` ${state.theme.border('│')} `;
  const rows = Array.from({ length: height }, (_, index) => {
    const row = list[index] ?? '';
    const blanks = ' '.repeat(Math.max(0, listWidth - widthOf(row)));
    return `${row}${blanks}${edge}${charts.rows[index] ?? ''}`;
  });
  return { ...charts, rows };
}

function drawCharts(state: ScreenState, page: JobPage, { width, height }: TabSize): DrawnTab {
  const charts = chartsOf(state, page.jobId);
  if (charts.length === 0) return { rows: suggestionRows(state, page, { width, height }) };
  const { theme, now, isScreenReader } = state;
  const spanMs = spans[page.metrics.span] ?? 600_000;
  const selected = selectedIndex(state, page);
  const options = { theme, now, isScreenReader, spanMs, isEnded: isEnded(state, page.jobId) };
  const failures = latestSamples(
    state.snapshot ?? { readings: noReadings },
    charts.map(({ metric }) => metric),
  ).map(({ failure }) => failure);
  const { rows, first, last } = chartGrid(charts, selected, { width, height: height - 1 }, options, failures);
  const isPartly = last - first < charts.length;
  const head = `Last ${formatDuration(spanMs)}, a value every 10 s`;
  const legend = `${unknownGlyph} not watched yet  ${gapGlyph} not measured`;
  const columns = 'a column shows its highest value';
  const pinned = charts.some(({ isPinned }) => isPinned) ? ['pinned: also while this tab is closed'] : [];
  const text = [head, ...pinned, legend, columns].join('   ');
  return {
    rows: [theme.muted(cell(` ${text}`, width)), ...rows],
    position: isPartly ? `${first + 1}-${last} of ${countOf(charts.length, 'chart')}` : undefined,
  };
}

/** Says that there are no charts, and suggests some. */
function suggestionRows(state: ScreenState, page: JobPage, { width, height }: TabSize): readonly string[] {
  const { theme } = state;
  if (isEnded(state, page.jobId)) {
    return [cut(' The job has ended: Flink has no metrics of it any more.', width)];
  }
  const key = (action: string) => keyName(state, action);
  const suggestions = suggestionsOf(state, page);
  const selected = selectedIndex(state, page);
  const rows = suggestions.map(({ metric, why }, index) => {
    const isSelected = index === selected;
    const text = `${isSelected ? '▶' : ' '} ${cell(ownerTitle(metric.owner), 22)} ${cell(metric.id, 28)}`;
    const note = cut(`  ${why}`, width - widthOf(text));
    return isSelected ? theme.selection(cut(text, width)) + theme.muted(note) : cut(text, width) + theme.muted(note);
  });
  return [
    cut(
      ` No charts yet. ${key('job.add-metric')} adds one of these, ${key('job.chart-aggregate')} adds all, ${key('job.search-metrics')} searches all metrics:`,
      width,
    ),
    '',
    ...rows,
    '',
    theme.muted(cut(' A chart starts empty: Flink keeps no history of metrics.', width)),
  ].slice(0, height);
}
