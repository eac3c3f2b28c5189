import type { Metric } from '../../../session/metrics/metric.ts';
import type { MetricIndex } from '../../../session/metrics/metric-index.ts';
import { type Movement, moveBy, windowTop } from '../../draw/movement.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { layoutOf } from '../../state/layout.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { jobPage } from '../job-page.ts';
import { jobMetrics } from './job-metrics.ts';
import type { MetricSearch } from './open-search.ts';

/** More matches are only counted. */
const maxFound = 200;

/** Returns the best matches of a typed text. */
const findMetrics = rememberLast((index: MetricIndex, text: string) => index.search(text, maxFound));

export function foundMetrics(state: ScreenState, jobId: string, text: string) {
  return findMetrics(jobMetrics(state, jobId).index, text);
}

export function metricUnderCursor(state: ScreenState, jobId: string, search: MetricSearch): Metric | undefined {
  const { metrics } = foundMetrics(state, jobId, search.line.text);
  return metrics[Math.min(search.cursor, metrics.length - 1)];
}

/** Rows of the page around the list: frame, tabs, heading. */
const rowsAroundList = 6;

export function moveInFound(state: ScreenState, search: MetricSearch, movement: Movement): MetricSearch | undefined {
  const page = jobPage(state);
  if (page === undefined) return undefined;
  const { metrics } = foundMetrics(state, page.jobId, search.line.text);
  const height = Math.max(1, layoutOf(state).body.height - rowsAroundList);
  const cursor = moveBy(Math.min(search.cursor, metrics.length - 1), movement, height, metrics.length - 1);
  return { line: search.line, cursor, top: windowTop(search.top, cursor, height, metrics.length) };
}
