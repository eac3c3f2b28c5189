import type { AggregatedMetric, JobVertex } from '../../flink/answers.ts';
import { busiestSubtask, jobDetail } from '../../session/readings/flink-readings.ts';
import { readingOf } from '../../session/readings/reading.ts';
import { cell, cut } from '../draw/fit.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';
import type { JobPage } from './job-page.ts';

/** Those whose tasks run, or will: the others have no metrics. */
export function busyVertices(vertices: readonly JobVertex[]): readonly JobVertex[] {
  return vertices.filter(({ status }) => !['FINISHED', 'CANCELED', 'FAILED'].includes(status));
}

export const titleRows = (theme: Theme): readonly string[] => ['', theme.strong('Vertices')];

export function verticesOf({ snapshot }: ScreenState, { jobId }: JobPage): readonly JobVertex[] {
  return (snapshot && readingOf(snapshot, jobDetail(jobId)).value?.vertices) ?? [];
}

/** A row each, under a title; none before the job was read. */
export function vertexRows(state: ScreenState, page: JobPage, width: number): readonly string[] {
  const { snapshot, theme } = state;
  if (snapshot === undefined || readingOf(snapshot, jobDetail(page.jobId)).value === undefined) return [];
  const rows = verticesOf(state, page).map((vertex) => {
    const isBusy = busyVertices([vertex]).length > 0;
    const busy = isBusy ? busyText(readingOf(snapshot, busiestSubtask(page.jobId, vertex.id)).value) : '';
    return vertexRow(vertex, busy, width, theme);
  });
  return [...titleRows(theme), ...rows];
}

/** Of the busiest subtask. What Flink does not measure is not 0. */
function busyText(metric: AggregatedMetric | undefined): string {
  if (metric === undefined) return 'measuring';
  return metric.state === 'measured' ? `busy ${Math.round(metric.value / 10)}%` : 'busy -';
}

function vertexRow({ name, parallelism, status, tasks }: JobVertex, busy: string, width: number, theme: Theme): string {
  const counts = Object.entries(tasks)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state.toLowerCase()}`)
    .join(', ');
  const token = status === 'RUNNING' ? 'ok' : status === 'FAILED' ? 'error' : 'muted';
  const nameWidth = Math.max(10, width - 63);
  const start = `${cell(name, nameWidth)}  ${cell(`×${parallelism}`, 6)} `;
  const rest = cut(` ${cell(busy, 10)} ${counts}`, width - nameWidth - 21);
  return start + theme[token](cell(status, 12)) + rest;
}
