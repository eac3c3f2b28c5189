import type { Metric } from '../../session/metrics/metric.ts';
import type { Aggregate, MetricHistory } from '../../session/metrics/metric-history.ts';

/** A chart of a metric, and what was measured since it was added. */
export type MetricChart = {
  /** The key of the metric. */
  readonly key: string;
  readonly metric: Metric;
  /** The value that is drawn, if the metric has several subtasks or TaskManagers. */
  readonly aggregate: Aggregate;
  /** Draws the growth per second of a counter. */
  readonly isRate: boolean;
  /** Measures also while the tab is closed. The charts of a job are pinned together. */
  readonly isPinned: boolean;
  /** Epoch ms at which the chart was added. */
  readonly since: number;
  readonly history: MetricHistory;
};

export const maxCharts = 4;
