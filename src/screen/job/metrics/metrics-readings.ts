import { hasEnded } from '../../../flink/has-ended.ts';
import { valueReadings } from '../../../session/metrics/sample-metrics.ts';
import { vertexSubtasks } from '../../../session/readings/flink-readings.ts';
import type { Reading } from '../../../session/readings/reading.ts';
import { topViewState } from '../../state/layers.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { isSettled, processReadings, vertexReadings, verticesOf, widestVertex } from './job-metrics.ts';
import { searchId } from './open-search.ts';

/** Ids of this many vertices are requested together. */
const bunch = 8;
/** A job that has just started has no metrics yet. */
const emptyIdsMs = 10_000;
/** The placement changes only with a new attempt. */
const placementMs = 60_000;
/** From this width on, the list of metrics is beside the charts. */
export const listBesideFrom = 160;

function isListShown(state: ScreenState, { width }: TabSize): boolean {
  return width >= listBesideFrom || topViewState(state, searchId) !== undefined;
}

/** Returns the values of the charts, and the ids of all metrics while a list of them is shown. */
export function tabReadings(state: ScreenState, page: JobPage, size: TabSize): readonly Reading<unknown>[] {
  const { jobId } = page;
  if (!isMeasured(state, jobId)) return [];
  const charts = state.metricCharts.get(jobId) ?? [];
  return [
    ...placementReadings(state, jobId),
    ...valueReadings(charts.map(({ metric }) => metric)),
    ...(isListShown(state, size) ? idReadings(state, jobId) : []),
  ];
}

/** Returns the values of pinned charts of all running jobs. */
export function pinnedReadings(state: ScreenState): readonly Reading<unknown>[] {
  return [...state.metricCharts].flatMap(([jobId, charts]) => {
    const isPolled = charts.some(({ isPinned }) => isPinned) && isMeasured(state, jobId);
    return isPolled ? valueReadings(charts.map(({ metric }) => metric)) : [];
  });
}

export const isEnded = ({ snapshot }: ScreenState, jobId: string): boolean =>
  snapshot?.jobs?.some((job) => job.id === jobId && hasEnded(job.state)) ?? false;

/** Whether Flink has metrics of the job: it lists the job, and the job has not ended. */
export const isMeasured = ({ snapshot }: ScreenState, jobId: string): boolean =>
  snapshot?.jobs?.some((job) => job.id === jobId && !hasEnded(job.state)) ?? false;

/** The TaskManagers of the job. */
function placementReadings(state: ScreenState, jobId: string): readonly Reading<unknown>[] {
  const widest = widestVertex(verticesOf(state, jobId));
  if (widest === undefined) return [];
  const mark = Object.entries(widest.tasks).join(' ');
  return [{ ...vertexSubtasks(jobId, widest.id), intervalMs: placementMs, mark }];
}

/** Returns the readings of ids. A further bunch of vertices is requested when the previous one is read. */
function idReadings(state: ScreenState, jobId: string): readonly Reading<unknown>[] {
  const vertices = verticesOf(state, jobId);
  const unread = vertices.findIndex(({ id }) => !isSettled(state, jobId, id));
  const wanted = vertices.slice(0, unread === -1 ? vertices.length : unread + bunch);
  const ofVertices = wanted.flatMap((vertex) => {
    const mark = Object.entries(vertex.tasks).join(' ');
    return vertexReadings(jobId, vertex).map(({ reading }) => ({ ...soonIfEmpty(state, reading), mark }));
  });
  return [...processReadings(state, jobId).map(({ reading }) => reading), ...ofVertices];
}

function soonIfEmpty({ snapshot }: ScreenState, reading: Reading<readonly string[]>): Reading<readonly string[]> {
  const value = snapshot?.readings.get(reading.key)?.value;
  const isEmpty = Array.isArray(value) && value.length === 0;
  return isEmpty && !reading.key.startsWith('metric-ids/coordinators')
    ? { ...reading, intervalMs: emptyIdsMs }
    : reading;
}
