import { describeMetric } from '../../../session/metrics/describe-metric.ts';
import { isAggregate, type Metric, metricKey } from '../../../session/metrics/metric.ts';
import { type Aggregate, aggregates } from '../../../session/metrics/metric-history.ts';
import { type Movement, moveBy } from '../../draw/movement.ts';
import { changeLayer } from '../../state/layers.ts';
import { type MetricChart, maxCharts } from '../../state/metric-charts.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { changeJobPage, type JobPage, jobPage } from '../job-page.ts';
import { metricUnderCursor } from './found-metrics.ts';
import { isMeasured } from './metrics-readings.ts';
import type { MetricSearch } from './open-search.ts';
import { spans } from './state.ts';
import { suggestionsOf } from './suggestions.ts';

/** Running jobs with pinned charts. Each one costs up to four requests per 10 s. */
const maxPinnedJobs = 4;

export const chartsOf = ({ metricCharts }: ScreenState, jobId: string): readonly MetricChart[] =>
  metricCharts.get(jobId) ?? [];

export function selectedIndex(state: ScreenState, page: JobPage): number {
  return Math.max(0, Math.min(page.metrics.selected, listOf(state, page).length - 1));
}

const listOf = (state: ScreenState, page: JobPage): readonly unknown[] => {
  const charts = chartsOf(state, page.jobId);
  return charts.length > 0 ? charts : suggestionsOf(state, page);
};

function setCharts({ store }: Screen, jobId: string, charts: readonly MetricChart[]): void {
  store.setState(({ metricCharts }) => {
    const others = [...metricCharts].filter(([id]) => id !== jobId);
    return { metricCharts: new Map(charts.length === 0 ? others : [...others, [jobId, charts]]) };
  });
}

/** The sum of rates and counters; else the maximum, which shows the sickest subtask. */
function defaultAggregate(id: string): Aggregate {
  const { unit, kind } = describeMetric(id);
  const isThroughput = unit === '/s' || unit === 'bytes/s';
  return isThroughput || (kind === 'counter' && unit !== 'ms' && unit !== 'ns') ? 'sum' : 'max';
}

const tooMany = `${maxCharts} charts are shown. Remove one first`;

/** Returns false if there is no room for a further chart. */
function addChart(screen: Screen, jobId: string, metric: Metric): boolean {
  const charts = chartsOf(screen.store.getState(), jobId);
  if (charts.length >= maxCharts) return false;
  const chart: MetricChart = {
    key: metricKey(metric),
    metric,
    aggregate: defaultAggregate(metric.id),
    isRate: false,
    isPinned: charts.some(({ isPinned }) => isPinned),
    since: screen.now(),
    history: [],
  };
  setCharts(screen, jobId, [...charts, chart]);
  return true;
}

/** Adds a chart of the metric under the cursor of the search, or removes it. */
export function toggleFound(screen: Screen, search: MetricSearch): void {
  const state = screen.store.getState();
  const page = jobPage(state);
  if (page === undefined) return;
  const metric = metricUnderCursor(state, page.jobId, search);
  const note = metric === undefined ? 'no metric matches' : toggle(screen, page.jobId, metric);
  const { line, cursor, top } = search;
  changeLayer<MetricSearch>(screen, { line, cursor, top, ...(note === undefined ? {} : { note }) });
}

/** Returns why nothing was done. */
function toggle(screen: Screen, jobId: string, metric: Metric): string | undefined {
  const charts = chartsOf(screen.store.getState(), jobId);
  const others = charts.filter(({ key }) => key !== metricKey(metric));
  if (others.length === charts.length) return addChart(screen, jobId, metric) ? undefined : tooMany;
  setCharts(screen, jobId, others);
  return undefined;
}

/** Adds the suggestion under the cursor. */
export function addSuggestion(screen: Screen, page: JobPage): void {
  const state = screen.store.getState();
  const suggestion = suggestionsOf(state, page)[selectedIndex(state, page)];
  if (suggestion === undefined) showMessage(screen, 'the vertices of the job are not read yet', 'warning');
  else addChart(screen, page.jobId, suggestion.metric);
}

/** Adds all suggestions. */
export function addSuggestions(screen: Screen, page: JobPage): void {
  const suggestions = suggestionsOf(screen.store.getState(), page);
  for (const { metric } of suggestions) addChart(screen, page.jobId, metric);
}

export function removeChart(screen: Screen, page: JobPage): void {
  const state = screen.store.getState();
  const charts = chartsOf(state, page.jobId);
  if (charts.length === 0) showMessage(screen, 'there is no chart to remove', 'warning');
  else setCharts(screen, page.jobId, charts.toSpliced(selectedIndex(state, page), 1));
}

export function toggleRate(screen: Screen, page: JobPage): void {
  changeChart(screen, page, (chart) => {
    const { kind } = describeMetric(chart.metric.id);
    if (kind === 'counter') return { ...chart, isRate: !chart.isRate };
    showMessage(screen, `${chart.metric.id} is not a counter: it has no rate`, 'warning');
    return chart;
  });
}

export function nextAggregate(screen: Screen, page: JobPage): void {
  changeChart(screen, page, (chart) => {
    if (!isAggregate(chart.metric)) {
      showMessage(screen, `${chart.metric.id} has a single value`, 'warning');
      return chart;
    }
    const next = aggregates[(aggregates.indexOf(chart.aggregate) + 1) % aggregates.length];
    return { ...chart, aggregate: next ?? 'max' };
  });
}

/** Measures the charts of the job also while the tab is closed, or no longer. They share requests, so all are pinned. */
export function togglePin(screen: Screen, { jobId }: JobPage): void {
  const state = screen.store.getState();
  const charts = chartsOf(state, jobId);
  const isPinned = charts.some((chart) => chart.isPinned);
  const pinnedJobs = [...state.metricCharts].filter(
    ([id, [chart]]) => chart?.isPinned === true && isMeasured(state, id),
  );
  if (charts.length === 0) showMessage(screen, 'there is no chart to pin', 'warning');
  else if (!isPinned && pinnedJobs.length >= maxPinnedJobs) {
    showMessage(screen, `the charts of ${maxPinnedJobs} jobs are pinned. Unpin those of another job first`, 'warning');
  } else {
    setCharts(
      screen,
      jobId,
      charts.map((chart) => ({ ...chart, isPinned: !isPinned })),
    );
  }
}

function changeChart(screen: Screen, page: JobPage, change: (chart: MetricChart) => MetricChart): void {
  const state = screen.store.getState();
  const charts = chartsOf(state, page.jobId);
  const index = selectedIndex(state, page);
  const chart = charts[index];
  if (chart === undefined) return;
  const changed = change(chart);
  if (changed !== chart) setCharts(screen, page.jobId, charts.with(index, changed));
}

export function changeSpan(screen: Screen, { metrics }: JobPage, step: 1 | -1): void {
  const span = Math.max(0, Math.min(spans.length - 1, metrics.span + step));
  changeJobPage(screen, { metrics: { ...metrics, span } });
}

/** Selects a chart or a suggestion. */
export function select(screen: Screen, page: JobPage, movement: Movement): void {
  const state = screen.store.getState();
  const count = listOf(state, page).length;
  const selected = moveBy(selectedIndex(state, page), movement, count, count - 1);
  changeJobPage(screen, { metrics: { ...page.metrics, selected } });
}
