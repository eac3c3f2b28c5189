import type { AggregatedMetric, JobVertex } from '../../flink/responses.ts';
import { busiestSubtask, jobDetail } from '../../session/readings/flink-readings.ts';
import { readingOf } from '../../session/readings/reading.ts';
import { largest } from '../../text/largest.ts';
import { cell, cut, widthOf } from '../draw/fit.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';
import type { JobPage } from './job-page.ts';

/** Whether a vertex has metrics. Finished, cancelled and failed vertices have none. */
export function hasMetrics({ status }: JobVertex): boolean {
  return !['FINISHED', 'CANCELED', 'FAILED'].includes(status);
}

export const titleRows = (theme: Theme): readonly string[] => ['', theme.strong('Vertices')];

export function verticesOf({ snapshot }: ScreenState, { jobId }: JobPage): readonly JobVertex[] {
  return (snapshot && readingOf(snapshot, jobDetail(jobId)).value?.vertices) ?? [];
}

type VertexFacts = { readonly vertex: JobVertex; readonly busy: string; readonly counts: string };

/** Limit for the width of the task counts. The name gets the remaining width. */
const maxCountsWidth = 30;
/** Width of parallelism, status, busy time and the spaces between them. */
const otherColumns = 33;

/** Returns the title and one row per vertex, or no rows until the job is loaded. */
export function vertexRows(state: ScreenState, page: JobPage, width: number): readonly string[] {
  const { snapshot, theme } = state;
  if (snapshot === undefined || readingOf(snapshot, jobDetail(page.jobId)).value === undefined) return [];
  const facts = verticesOf(state, page).map((vertex): VertexFacts => {
    const busy = hasMetrics(vertex) ? busyText(readingOf(snapshot, busiestSubtask(page.jobId, vertex.id)).value) : '';
    return { vertex, busy, counts: countsText(vertex) };
  });
  const countsWidth = Math.min(maxCountsWidth, largest(facts.map(({ counts }) => widthOf(counts))));
  const nameWidth = Math.max(10, width - countsWidth - otherColumns);
  return [...titleRows(theme), ...facts.map((fact) => vertexRow(fact, { width, nameWidth }, theme))];
}

/** Formats the load of the busiest subtask. An unavailable metric is not shown as 0. */
function busyText(metric: AggregatedMetric | undefined): string {
  if (metric === undefined) return 'measuring';
  return metric.state === 'measured' ? `busy ${Math.round(metric.value / 10)}%` : 'busy -';
}

function countsText({ tasks }: JobVertex): string {
  return Object.entries(tasks)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state.toLowerCase()}`)
    .join(', ');
}

function vertexRow(
  { vertex: { name, parallelism, status }, busy, counts }: VertexFacts,
  { width, nameWidth }: { readonly width: number; readonly nameWidth: number },
  theme: Theme,
): string {
  const token = status === 'RUNNING' ? 'ok' : status === 'FAILED' ? 'error' : 'muted';
  const start = `${cell(name, nameWidth)}  ${cell(`×${parallelism}`, 6)} `;
  const rest = cut(` ${cell(busy, 10)} ${counts}`, width - nameWidth - 21);
  return start + theme[token](cell(status, 12)) + rest;
}
