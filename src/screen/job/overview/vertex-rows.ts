import type { JobVertex, MetricValue } from '../../../flink/responses.ts';
import { busiestSubtask, jobDetail } from '../../../session/readings/flink-readings.ts';
import { readingOf } from '../../../session/readings/reading.ts';
import { largest } from '../../../text/largest.ts';
import { widthOf } from '../../draw/fit.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { createRowCache } from '../../table/row-cache.ts';
import { type Column, type FittedColumn, formatRow, formatTitles } from '../../table/table-format.ts';
import type { Token } from '../../theme/theme.ts';
import type { JobPage } from '../job-page.ts';
import { headingRows } from '../section-rows.ts';
import { busyBar, busyWidth } from './busy-bar.ts';

/** Whether a vertex has metrics. Finished, cancelled and failed vertices have none. */
export function hasMetrics({ status }: JobVertex): boolean {
  return !['FINISHED', 'CANCELED', 'FAILED'].includes(status);
}

/** Number of rows above the first vertex: a blank row, the heading and the column titles. */
export const vertexTitleRows = 3;

export function verticesOf({ snapshot }: ScreenState, { jobId }: JobPage): readonly JobVertex[] {
  return (snapshot && readingOf(snapshot, jobDetail(jobId)).value?.vertices) ?? [];
}

type VertexFacts = {
  readonly vertex: JobVertex;
  /** The load of the busiest subtask; undefined until it is read, or if the vertex has no metrics. */
  readonly busy: MetricValue | undefined;
  readonly counts: string;
};

/** Limit for the width of the task counts. The name gets the remaining width. */
const maxCountsWidth = 30;
/** Narrower pages have no column for the parallelism, which is also the sum of the tasks. */
const parallelismFrom = 90;
const minNameWidth = 24;
/** From this share on, a subtask soon causes backpressure. */
const highBusyShare = 0.9;

const cachedRow = createRowCache<JobVertex>();

/** Returns the section with one row per vertex, or no rows until the job is loaded. */
export function vertexRows(state: ScreenState, page: JobPage, width: number): readonly string[] {
  const { snapshot, theme, now } = state;
  if (snapshot === undefined || readingOf(snapshot, jobDetail(page.jobId)).value === undefined) return [];
  const vertices = verticesOf(state, page).map((vertex): VertexFacts => {
    const busy = readingOf(snapshot, busiestSubtask(page.jobId, vertex.id)).value;
    return { vertex, busy, counts: countsText(vertex) };
  });
  const columns = vertexColumns(vertices, width);
  return [
    ...headingRows('Vertices', [{ text: `${vertices.length}` }], width, theme),
    formatTitles(columns, theme),
    ...vertices.map((facts) => {
      const key = `${width}|${columns.map(({ text, columns: size }) => `${size} ${text(facts, now, size)}`).join('\t')}`;
      const marks = { cursor: 'none', isMarked: false } as const;
      return cachedRow(facts.vertex, theme, key, () => formatRow(facts, columns, marks, theme, now));
    }),
  ];
}

/** Keeps the columns beside the names, if the page is wider than the table. */
function vertexColumns(vertices: readonly VertexFacts[], width: number): readonly FittedColumn<VertexFacts>[] {
  const barWidth = busyWidth(width);
  const countsWidth = Math.min(maxCountsWidth, largest(vertices.map(({ counts }) => widthOf(counts))));
  const nameWidth = largest(vertices.map(({ vertex }) => widthOf(vertex.name)));
  const columns: readonly Column<VertexFacts>[] = [
    { title: 'NAME', importance: 1, width: { min: 10 }, text: ({ vertex }) => vertex.name },
    ...(width < parallelismFrom
      ? []
      : [
          {
            title: 'PARALLELISM ',
            importance: 5,
            width: 12,
            align: 'right',
            text: ({ vertex }: VertexFacts) => `${vertex.parallelism} `,
          } as const,
        ]),
    {
      title: 'STATUS',
      importance: 2,
      width: 12,
      text: ({ vertex }) => vertex.status,
      token: ({ vertex }) => statusToken(vertex),
    },
    { title: 'BUSY', importance: 3, width: barWidth + 1, text: (facts) => busyText(facts, barWidth), token: busyToken },
    {
      title: 'TASKS',
      importance: 4,
      width: Math.max(5, countsWidth),
      text: ({ counts }) => counts,
      token: () => 'muted',
    },
  ];
  const others = columns.reduce((sum, { width: size }) => sum + 1 + (typeof size === 'number' ? size : 0), 1);
  return fitColumns(columns, Math.min(width, Math.max(minNameWidth, nameWidth) + others));
}

function statusToken({ status }: JobVertex): Token {
  return status === 'RUNNING' ? 'ok' : status === 'FAILED' ? 'error' : 'muted';
}

/** Formats the load of the busiest subtask. An unavailable metric is not shown as 0. */
function busyText({ vertex, busy }: VertexFacts, width: number): string {
  if (!hasMetrics(vertex)) return '';
  if (busy === undefined) return 'measuring';
  return busy.state === 'measured' ? busyBar(busy.value / 1000, width) : '-'.padStart(width);
}

function busyToken({ busy }: VertexFacts): Token {
  if (busy?.state !== 'measured') return 'muted';
  return busy.value / 1000 >= highBusyShare ? 'warning' : 'ok';
}

function countsText({ tasks }: JobVertex): string {
  return Object.entries(tasks)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state.toLowerCase()}`)
    .join(', ');
}
