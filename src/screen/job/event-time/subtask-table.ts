import { watermarkText } from '../../../diagnosis/event-time-texts.ts';
import type { VertexEventTime } from '../../../session/event-time/job-event-time.ts';
import type { SubtaskWatermarks } from '../../../session/event-time/subtask-watermarks.ts';
import { vertexSubtasks } from '../../../session/readings/flink-readings.ts';
import { noReadings, readingOf } from '../../../session/readings/reading.ts';
import { windowTop } from '../../draw/movement.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { headingRows, labelledRows, paintPart } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { emptyRows } from '../../table/empty-rows.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { formatRow, formatTitles } from '../../table/table-format.ts';
import { type ListWindow, windowRows } from '../../table/window-rows.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { openVertex, shownEventTime, verdictPart } from './event-time-data.ts';
import { type SubtaskContext, subtaskColumns } from './subtask-columns.ts';

export type SubtaskTable = ListWindow & {
  readonly rows: readonly string[];
  readonly subtasks: readonly SubtaskWatermarks[];
};

const margin = '  ';
const noSubtasks: readonly SubtaskWatermarks[] = [];
/** Rows for the operators of the subtask under the cursor. */
const maxOperatorRows = 4;
const roomyFrom = 14;

/** Formats the subtasks of the open vertex, and the operators of the one under the cursor. */
export function subtaskTable(state: ScreenState, page: JobPage, size: TabSize): SubtaskTable {
  const { theme, now, serverNow } = state;
  const eventTime = shownEventTime(state, page);
  const known = openVertex(state, page);
  const subtasks = known?.subtasks ?? noSubtasks;
  const head =
    known && eventTime ? headRows(known, subtasks.length, verdictPart(eventTime, serverNow), state, size) : [];
  if (known === undefined || eventTime === undefined || subtasks.length === 0) {
    const text = known?.sample === undefined ? 'Flink reports no metrics of this vertex' : 'Reading the subtasks…';
    const empty = emptyRows({ text }, { ...size, height: Math.max(0, size.height - head.length) }, theme);
    return { rows: [...head, ...empty].slice(0, size.height), subtasks: noSubtasks, index: 0, top: 0, height: 1 };
  }
  const index = Math.min(page.eventTime.subtask.index, subtasks.length - 1);
  const operators = size.height < roomyFrom ? [] : operatorRows(subtasks[index], size.width, state);
  const height = Math.max(1, size.height - head.length - operators.length - 1);
  const top = windowTop(page.eventTime.subtask.top, index, height, subtasks.length);
  const columns = fitColumns(subtaskColumns(contextOf(state, page, known, subtasks)), size.width);
  const shown = windowRows(subtasks, columns, { index, top, height }, theme, now);
  const rows = [...head, formatTitles(columns, theme), ...shown, ...operators].slice(0, size.height);
  return { rows, subtasks, index, top, height };
}

/** Blank row, heading, titles and one subtask. */
const minPreview = 4;

/** Shows the first subtasks of a vertex below the vertices, if they are read and there is room. */
export function previewRows(
  state: ScreenState,
  page: JobPage,
  known: VertexEventTime | undefined,
  { width, height }: TabSize,
): readonly string[] {
  const { theme, now } = state;
  const subtasks = known?.subtasks ?? noSubtasks;
  if (known === undefined || subtasks.length === 0 || height < minPreview) return [];
  const columns = fitColumns(subtaskColumns(contextOf(state, page, known, subtasks)), width);
  const shown = subtasks.slice(0, height - minPreview + 1);
  const more = subtasks.length > shown.length ? [{ text: `the first ${shown.length} of ${subtasks.length}` }] : [];
  return [
    ...headingRows(`Subtasks of ${known.vertex.name}`, more, width - 2, theme).map((row) =>
      row === '' ? row : ` ${row}`,
    ),
    formatTitles(columns, theme),
    ...shown.map((subtask) => formatRow(subtask, columns, { cursor: 'none', isMarked: false }, theme, now)),
  ];
}

function contextOf(
  state: ScreenState,
  page: JobPage,
  known: VertexEventTime,
  subtasks: readonly SubtaskWatermarks[],
): SubtaskContext {
  const { snapshot, serverNow } = state;
  const placed = readingOf(snapshot ?? { readings: noReadings }, vertexSubtasks(page.jobId, known.vertex.id)).value;
  return {
    known,
    subtasks,
    pods: podsOf(placed ?? noPlaces),
    clusterId: snapshot?.clusterId ?? '',
    at: known.subtasksAt ?? serverNow,
    serverNow,
  };
}

const noPlaces: readonly { readonly index: number; readonly pod: string | undefined }[] = [];

const podsOf = rememberLast(
  (
    subtasks: readonly { readonly index: number; readonly pod: string | undefined }[],
  ): readonly (string | undefined)[] => subtasks.toSorted((a, b) => a.index - b.index).map(({ pod }) => pod),
);

function headRows(
  { vertex }: VertexEventTime,
  read: number,
  verdict: ReturnType<typeof verdictPart>,
  { theme }: ScreenState,
  { width, height }: TabSize,
): readonly string[] {
  const facts = [
    { text: `parallelism ${vertex.parallelism}` },
    ...(read > 0 && read < vertex.parallelism
      ? [{ text: `the first ${read} are read`, token: 'warning' as const }]
      : []),
  ];
  const heading = headingRows(vertex.name, facts, width - margin.length, theme).slice(1);
  const rows = height < roomyFrom ? heading : [paintPart(verdict, theme), '', ...heading];
  return rows.map((row) => (row === '' ? row : margin + row));
}

/** The watermark after each operator, in the order of the chain, and those of the splits. */
function operatorRows(
  subtask: SubtaskWatermarks | undefined,
  width: number,
  { theme, serverNow }: ScreenState,
): readonly string[] {
  if (subtask === undefined) return [];
  const operators = subtask.operators.map(({ name, output }) => `${name} ${watermarkText(output, serverNow)}`);
  // Sources without a watermark strategy have splits without watermarks.
  const hasSplits = subtask.splits.some(({ watermark }) => watermark !== 'none');
  const splits = (hasSplits ? subtask.splits : []).map(
    ({ split, watermark }) => `${split} ${watermarkText(watermark, serverNow)}`,
  );
  const label = (name: string, text: string) =>
    text === '' ? [] : labelledRows(name, { text }, width - margin.length, theme).slice(0, maxOperatorRows);
  const rows = [...label('Operators', operators.join(' → ')), ...label('Splits', splits.join(', '))];
  return rows.length === 0 ? [] : ['', ...rows.map((row) => margin + row)];
}
