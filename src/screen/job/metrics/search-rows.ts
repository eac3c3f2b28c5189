import { describeMetric } from '../../../session/metrics/describe-metric.ts';
import { type Metric, memberText, metricKey, ownerTitle } from '../../../session/metrics/metric.ts';
import { countOf } from '../../../text/count-of.ts';
import { cell, cut, sanitize } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { maxCharts } from '../../state/metric-charts.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Theme } from '../../theme/theme.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { chartsOf } from './chart-actions.ts';
import { foundMetrics } from './found-metrics.ts';
import { type JobMetrics, jobMetrics } from './job-metrics.ts';
import { isEnded } from './metrics-readings.ts';
import type { MetricSearch } from './open-search.ts';

const headRows = 2;

/** Draws the list of found metrics. Without a search, all metrics are listed. */
export function searchRows(
  state: ScreenState,
  { jobId }: JobPage,
  search: MetricSearch | undefined,
  { width, height }: TabSize,
): readonly string[] {
  const { theme } = state;
  if (isEnded(state, jobId)) return [cut(' The job has ended: Flink has no metrics of it any more', width)];
  const known = jobMetrics(state, jobId);
  const { metrics, count } = foundMetrics(state, jobId, search?.line.text ?? '');
  const listHeight = Math.max(0, height - headRows);
  const cursor = Math.min(search?.cursor ?? 0, metrics.length - 1);
  const top = windowTop(search?.top ?? 0, Math.max(0, cursor), listHeight, metrics.length);
  const charted = new Set(chartsOf(state, jobId).map(({ key }) => key));
  const head = [
    cut(` ${countText(count, metrics.length, known)}, ${charted.size} of ${maxCharts} charts`, width),
    theme.muted(cut(` ${progressText(known)}`, width)),
  ];
  if (metrics.length === 0) return [...head, ` ${cut(emptyText(known, search), width - 1)}`].slice(0, height);
  const widths = columnWidths(width);
  const rows = metrics.slice(top, top + listHeight).map((metric, index) => {
    const isCursor = search !== undefined && top + index === cursor;
    return metricRow(metric, { isCursor, isCharted: charted.has(metricKey(metric)), widths, theme });
  });
  return [...head, ...rows].slice(0, height);
}

function countText(count: number, shown: number, { count: all }: JobMetrics): string {
  const of = count === all ? countOf(all, 'metric') : `${count} of ${countOf(all, 'metric')}`;
  return shown < count ? `${of}, best ${shown}` : of;
}

/** Progress and how to choose one subtask. */
function progressText({ vertexCount, readVertices, failure }: JobMetrics): string {
  if (failure !== undefined) return `Cannot read all ids: ${failure.message}`;
  if (readVertices < vertexCount) return `Reading ids of vertices: ${readVertices} of ${vertexCount}`;
  return 'One subtask: add #3. One TaskManager: add @1-2';
}

function emptyText({ count }: JobMetrics, search: MetricSearch | undefined): string {
  if (count === 0) return 'No metrics yet. Flink has them about 10 s after the start of a job';
  return `No metric matches ${sanitize(search?.line.text ?? '')}`;
}

type Widths = { readonly owner: number; readonly id: number; readonly members: number };

function columnWidths(width: number): Widths {
  const members = width >= 60 ? 16 : 0;
  const owner = Math.max(8, Math.min(30, Math.floor((width - members - 3) / 3)));
  return { owner, id: Math.max(8, width - 3 - owner - 1 - (members === 0 ? 0 : members + 1)), members };
}

function metricRow(
  metric: Metric,
  {
    isCursor,
    isCharted,
    widths: { owner, id, members },
    theme,
  }: { readonly isCursor: boolean; readonly isCharted: boolean; readonly widths: Widths; readonly theme: Theme },
): string {
  const { unit } = describeMetric(metric.id);
  const note = memberText(metric) ?? (unit === 'count' ? '' : unit);
  const texts = [
    cell(ownerTitle(metric.owner), owner),
    cell(metric.id, id),
    ...(members === 0 ? [] : [cell(note, members)]),
  ];
  const mark = `${isCursor ? '▶' : ' '}${isCharted ? '✓' : ' '} `;
  if (isCursor) return theme.selection(mark + texts.join(' '));
  const [ownerText = '', idText = '', noteText] = texts;
  const rest = noteText === undefined ? '' : ` ${theme.muted(noteText)}`;
  return `${isCharted ? theme.ok(mark) : mark}${theme.muted(ownerText)} ${idText}${rest}`;
}
