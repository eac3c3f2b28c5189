import { describeError } from '../../../commands/record/describe-error.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import { jobDetail, vertexSubtasks } from '../../../session/readings/flink-readings.ts';
import { noReadings, type ReadingState, readingOf } from '../../../session/readings/reading.ts';
import { formatAge } from '../../draw/age.ts';
import { windowTop } from '../../draw/movement.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { type EmptyText, emptyRows } from '../../table/empty-rows.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { fitNames, widestName } from '../../table/fit-names.ts';
import { createRowCache } from '../../table/row-cache.ts';
import { withSortArrow } from '../../table/sort-arrow.ts';
import { formatRow, formatTitles } from '../../table/table-format.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { chosenVertex } from './chosen-vertex.ts';
import { vertexHeading } from './heading-rows.ts';
import { listSubtasks } from './list-subtasks.ts';
import { measuredVertex } from './measured-vertex.ts';
import { subtaskColumns } from './subtask-columns.ts';
import type { SubtaskFacts } from './subtask-facts.ts';

export type SubtaskTable = {
  readonly rows: readonly string[];
  readonly facts: readonly SubtaskFacts[];
  /** Index of the row under the cursor, index of the first visible row, and number of rows that fit. */
  readonly index: number;
  readonly top: number;
  readonly height: number;
  /** The age of stale data. */
  readonly note: string | undefined;
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
  const note = staleNote(state, reading);
  if (known === undefined) {
    const below = withoutTable(state, subtasksText(reading, vertex), room);
    return { ...below, rows: [...above, ...below.rows], note };
  }
  const facts = listSubtasks(state, page, vertex);
  const height = Math.max(1, room.height - 1);
  const index = cursorIndex(facts, page);
  const top = windowTop(page.subtasks.top, index, height, facts.length);
  const areRatesSinceStart = known.measured.measure !== 'counters';
  const rows = tableRows(state, page, facts, { index, top, height, width: size.width, areRatesSinceStart });
  return { rows: [...above, ...rows].slice(0, size.height), facts, index, top, height, note };
}

/** Returns the index of the row under the cursor. */
export function cursorIndex(facts: readonly SubtaskFacts[], { subtasks: { cursor } }: JobPage): number {
  return Math.max(
    0,
    facts.findIndex(({ subtask }) => subtask.index === cursor),
  );
}

type Window = {
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly width: number;
  readonly areRatesSinceStart: boolean;
};

function tableRows(
  { theme, now, serverNow, snapshot }: ScreenState,
  page: JobPage,
  facts: readonly SubtaskFacts[],
  { index, top, height, width, areRatesSinceStart }: Window,
): readonly string[] {
  const columns = subtaskColumns(facts, { clusterId: snapshot?.clusterId ?? '', serverNow, areRatesSinceStart, width });
  const fitted = fitNames(fitColumns(columns, width, widestName(columns, facts, now)), facts, now);
  const widths = fitted.map((column) => column.columns).join();
  const rows = facts.slice(top, top + height).map((row, offset) => {
    const cursor = top + offset === index ? 'focused' : 'none';
    const key = `${widths}|${cursor}|${fitted.map(({ text, columns: size }) => text(row, now, size)).join('\t')}`;
    return cachedRow(row, theme, key, () => formatRow(row, fitted, { cursor, isMarked: false }, theme, now));
  });
  return [formatTitles(withSortArrow(fitted, page.subtasks.sort), theme), ...rows];
}

function withoutTable(state: ScreenState, text: EmptyText, size: TabSize): SubtaskTable {
  return { rows: emptyRows(text, size, state.theme), facts: [], index: 0, top: 0, height: 1, note: undefined };
}

function subtasksReading({ snapshot }: ScreenState, { jobId }: JobPage, { id }: JobVertex) {
  return readingOf(snapshot ?? { readings: noReadings }, vertexSubtasks(jobId, id));
}

function jobText({ snapshot }: ScreenState, jobId: string): EmptyText {
  const { value, failure } = readingOf(snapshot ?? { readings: noReadings }, jobDetail(jobId));
  if (value !== undefined) return { text: 'The job has no vertices yet' };
  return failure === undefined ? { text: 'Reading the job…' } : failedText('Cannot read the job', failure);
}

function subtasksText({ failure }: ReadingState<unknown>, { name }: JobVertex): EmptyText {
  if (failure === undefined) return { text: 'Reading the subtasks…' };
  return failedText(`Cannot read the subtasks of ${name}`, failure);
}

function failedText(what: string, failure: Error): EmptyText {
  return { text: `${what}: ${describeError(failure).message}`, hints: [{ key: 'r', text: 'tries again' }] };
}

/** Returns the age of data after an error, or if it is older than expected. */
function staleNote({ now }: ScreenState, { readAt, failure }: ReadingState<unknown>): string | undefined {
  if (readAt === undefined) return undefined;
  const age = now - readAt;
  return failure !== undefined || age > staleAfterMs ? `as of ${formatAge(age)} ago` : undefined;
}
