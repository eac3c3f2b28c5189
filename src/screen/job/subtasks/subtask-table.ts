import { describeError } from '../../../commands/record/describe-error.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import { jobDetail, vertexSubtasks } from '../../../session/readings/flink-readings.ts';
import { noReadings, type ReadingState, readingOf } from '../../../session/readings/reading.ts';
import { windowTop } from '../../draw/movement.ts';
import { keyName } from '../../state/key-names.ts';
import type { ClickTarget } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { type EmptyText, emptyRows } from '../../table/empty-rows.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { fitNames, widestName } from '../../table/fit-names.ts';
import { createRowCache } from '../../table/row-cache.ts';
import { hiddenSort, withSortArrow } from '../../table/sort-arrow.ts';
import { sortTargets } from '../../table/sort-targets.ts';
import { type FittedColumn, formatRow, formatTitles } from '../../table/table-format.ts';
import type { ListWindow } from '../../table/window-rows.ts';
import type { JobPage } from '../job-page.ts';
import { staleNote } from '../stale-note.ts';
import type { TabSize } from '../tab.ts';
import { chosenVertex } from './chosen-vertex.ts';
import { vertexHeading } from './heading-rows.ts';
import { listSubtasks } from './list-subtasks.ts';
import { measuredVertex } from './measured-vertex.ts';
import { type ColumnContext, subtaskColumns } from './subtask-columns.ts';
import type { SubtaskFacts } from './subtask-facts.ts';
import { sortableSubtasks } from './subtask-sort-keys.ts';

export type SubtaskTable = ListWindow & {
  readonly vertexId: string | undefined;
  readonly rows: readonly string[];
  readonly facts: readonly SubtaskFacts[];
  /** The age of stale data. */
  readonly note: string | undefined;
  /** The sort, if no column title shows it. */
  readonly title: string | undefined;
  /** The column titles, which sort when they are clicked. */
  readonly targets: () => readonly ClickTarget[];
};

/** Blank columns before the heading, as before the columns of the table. */
const margin = '  ';
/** Lower areas have no blank row above the table, and the lowest ones only one row of heading. */
const minHeights = { blankRow: 18, heading: 8 } as const;
/** The subtasks are read every 10 s. */
const staleAfterMs = 25_000;

const cachedRow = createRowCache<SubtaskFacts>();

/** Formats the heading and the visible rows. */
export function subtaskTable(state: ScreenState, page: JobPage, size: TabSize): SubtaskTable {
  const chosen = chosenVertex(state, page);
  if (chosen === undefined) return withoutTable(state, jobText(state, page.jobId), size);
  const { vertex } = chosen;
  const known = measuredVertex(state, page.jobId, vertex);
  const heading = vertexHeading(chosen, known, size.width - margin.length, state.theme)
    .slice(0, size.height < minHeights.heading ? 1 : undefined)
    .map((row) => margin + row);
  const above = size.height < minHeights.blankRow ? heading : [...heading, ''];
  const reading = subtasksReading(state, page, vertex);
  const room = { ...size, height: Math.max(0, size.height - above.length) };
  const note = staleNote(reading, state.now, staleAfterMs);
  if (known === undefined) {
    const below = withoutTable(state, subtasksText(state, reading, vertex), room);
    return { ...below, rows: [...above, ...below.rows], note };
  }
  const facts = listSubtasks(state, page, vertex);
  const height = Math.max(1, room.height - 1);
  const index = cursorIndex(facts, page, vertex.id);
  const top = windowTop(page.subtasks.top, index, height, facts.length);
  const columns = fittedColumns(state, facts, {
    clusterId: state.snapshot?.clusterId ?? '',
    serverNow: state.serverNow,
    isScreenReader: state.isScreenReader,
    width: size.width,
    areRatesSinceStart: known.measured.measure !== 'counters',
    hasInput: vertex.inputs.length > 0,
    hasOutput: chosen.vertices.some(({ inputs }) => inputs.includes(vertex.id)),
  });
  const titles = formatTitles(withSortArrow(columns, page.subtasks.sort), state.theme);
  const rows = [...above, titles, ...tableRows(state, facts, columns, { index, top, height })];
  const title = hiddenSort(sortableSubtasks, state, columns);
  const targets = () => sortTargets(sortableSubtasks, columns, above.length);
  return { vertexId: vertex.id, rows: rows.slice(0, size.height), facts, index, top, height, note, title, targets };
}

/** Returns the index of the row under the cursor. */
export function cursorIndex(
  facts: readonly SubtaskFacts[],
  { subtasks: { cursor } }: JobPage,
  vertexId: string,
): number {
  if (cursor?.vertexId !== vertexId) return 0;
  return Math.max(
    0,
    facts.findIndex(({ subtask }) => subtask.index === cursor.index),
  );
}

function fittedColumns(
  { now }: ScreenState,
  facts: readonly SubtaskFacts[],
  context: ColumnContext,
): readonly FittedColumn<SubtaskFacts>[] {
  const columns = subtaskColumns(facts, context);
  return fitNames(fitColumns(columns, context.width, widestName(columns, facts, now)), facts, now);
}

function tableRows(
  { theme, now }: ScreenState,
  facts: readonly SubtaskFacts[],
  columns: readonly FittedColumn<SubtaskFacts>[],
  { index, top, height }: ListWindow,
): readonly string[] {
  const widths = columns.map((column) => column.columns).join();
  return facts.slice(top, top + height).map((row, offset) => {
    const cursor = top + offset === index ? 'focused' : 'none';
    const key = `${widths}|${cursor}|${columns.map(({ text, columns: width }) => text(row, now, width)).join('\t')}`;
    return cachedRow(row, theme, key, () => formatRow(row, columns, { cursor, isMarked: false }, theme, now));
  });
}

const noTable = {
  vertexId: undefined,
  facts: [],
  index: 0,
  top: 0,
  height: 1,
  note: undefined,
  title: undefined,
  targets: () => [],
} as const;

function withoutTable(state: ScreenState, text: EmptyText, size: TabSize): SubtaskTable {
  const rows = emptyRows(text, size, state.theme);
  return { ...noTable, rows };
}

function subtasksReading({ snapshot }: ScreenState, { jobId }: JobPage, { id }: JobVertex) {
  return readingOf(snapshot ?? { readings: noReadings }, vertexSubtasks(jobId, id));
}

function jobText(state: ScreenState, jobId: string): EmptyText {
  const { snapshot } = state;
  const { value, failure } = readingOf(snapshot ?? { readings: noReadings }, jobDetail(jobId));
  if (value !== undefined) return { text: 'The job has no vertices yet' };
  return failure === undefined ? { text: 'Reading the job…' } : failedText(state, 'Cannot read the job', failure);
}

function subtasksText(state: ScreenState, { failure }: ReadingState<unknown>, { name }: JobVertex): EmptyText {
  if (failure === undefined) return { text: 'Reading the subtasks…' };
  return failedText(state, `Cannot read the subtasks of ${name}`, failure);
}

function failedText(state: ScreenState, what: string, failure: Error): EmptyText {
  return {
    text: `${what}: ${describeError(failure).message}`,
    hints: [{ key: keyName(state, 'screen.refresh'), text: 'tries again' }],
  };
}
