import { addSample } from '../../../session/metrics/metric-history.ts';
import { latestSamples } from '../../../session/metrics/sample-metrics.ts';
import { sameItems } from '../../../session/watch/reuse-if-equal.ts';
import type { MetricChart } from '../../state/metric-charts.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { taskManagersOfJob } from './job-metrics.ts';

/** Adds every new response to the history of its chart. */
export function recordSamples({ store }: Screen): void {
  const state = store.getState();
  if (state.snapshot === undefined || state.metricCharts.size === 0) return;
  let isChanged = false;
  const metricCharts = new Map(
    [...state.metricCharts].map(([jobId, charts]) => {
      const next = withSamples(state, jobId, charts);
      isChanged ||= next.some((chart, index) => chart !== charts[index]);
      return [jobId, next];
    }),
  );
  if (isChanged) store.setState({ metricCharts });
}

function withSamples(state: ScreenState, jobId: string, charts: readonly MetricChart[]): readonly MetricChart[] {
  if (state.snapshot === undefined) return charts;
  const placed = charts.map((chart) => onCurrentTaskManagers(state, jobId, chart));
  const latest = latestSamples(
    state.snapshot,
    placed.map(({ metric }) => metric),
  );
  return placed.map((chart, index) => {
    const sample = latest[index]?.sample;
    const lastAt = chart.history.at(-1)?.at ?? 0;
    return sample === undefined || sample.at <= lastAt
      ? chart
      : { ...chart, history: addSample(chart.history, sample) };
  });
}

/** A job may run on other TaskManagers after a restart. */
function onCurrentTaskManagers(state: ScreenState, jobId: string, chart: MetricChart): MetricChart {
  const { owner, member } = chart.metric;
  if (owner.kind !== 'task-managers' || member !== undefined) return chart;
  const current = taskManagersOfJob(state, jobId);
  if (current?.kind !== 'task-managers' || current === owner || sameItems(current.ids, owner.ids)) return chart;
  return { ...chart, metric: { ...chart.metric, owner: current } };
}
