import type { CheckpointDetail } from '../../../flink/subtask-responses.ts';
import type { CheckpointParts, NamedVertex, SubtaskPlace } from '../../../session/jobs/checkpoint-parts.ts';
import { countOf } from '../../../text/count-of.ts';
import { largest } from '../../../text/largest.ts';
import { widthOf } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { headingRows, type Part } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { fitNames } from '../../table/fit-names.ts';
import { type Column, formatRow, formatTitles } from '../../table/table-format.ts';
import type { Theme } from '../../theme/theme.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { placeColumns, slowColumns, vertexColumns } from './detail-columns.ts';
import { type DetailData, detailData } from './detail-data.ts';
import { factRows } from './detail-facts.ts';

/** What a row under the cursor is about. */
export type DetailTarget =
  | { readonly kind: 'subtask'; readonly place: SubtaskPlace }
  | { readonly kind: 'vertex'; readonly vertex: NamedVertex };

type Row = {
  readonly draw: (isUnderCursor: boolean) => string;
  /** Set for rows that the cursor can be on. */
  readonly key?: string;
  readonly target?: DetailTarget;
};

export type DetailBox = {
  readonly rows: readonly string[];
  readonly top: number;
  /** Keys of the rows that the cursor can be on, and the index of the cursor. */
  readonly keys: readonly string[];
  readonly index: number;
  readonly target: DetailTarget | undefined;
  readonly count: number;
};

const maxUnacknowledged = 20;

/** Lays out the details of one checkpoint. Only the visible rows are formatted. */
export function detailBox(state: ScreenState, page: JobPage, id: number, size: TabSize): DetailBox {
  const data = detailData(state, page, id);
  const { reading, parts } = data;
  const width = size.width - 1;
  const rows: readonly Row[] = [
    ...factRows(data, state, width).map((text) => ({ draw: () => ` ${text}` })),
    ...(reading.value === undefined || parts === undefined
      ? []
      : sections(state, { ...data, parts }, reading.value, size.width)),
  ];
  const keys = rows.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const { cursor, top: from = 0 } = page.checkpoints.detail ?? {};
  const key = cursor !== undefined && keys.includes(cursor) ? cursor : keys[0];
  const row = Math.max(
    0,
    rows.findIndex((one) => one.key === key),
  );
  const top = topFor(rows, row, from, size.height, key === keys[0]);
  return {
    rows: rows.slice(top, top + size.height).map((one) => one.draw(key !== undefined && one.key === key)),
    top,
    keys,
    index: key === undefined ? 0 : keys.indexOf(key),
    target: rows[row]?.target,
    count: rows.length,
  };
}

/** The heading and the titles above the first row of a table stay visible, and everything above the first table. */
function topFor(rows: readonly Row[], row: number, from: number, height: number, isFirst: boolean): number {
  const top = windowTop(from, row, height, rows.length);
  if (isFirst && row < height) return 0;
  let above = row;
  while (above > 0 && rows[above - 1]?.key === undefined && row - above < 2) above -= 1;
  return Math.min(top, above);
}

type ReadData = DetailData & { readonly parts: CheckpointParts };

function sections(state: ScreenState, { parts }: ReadData, detail: CheckpointDetail, width: number): readonly Row[] {
  const { theme, serverNow: now } = state;
  const clusterId = state.snapshot?.clusterId ?? '';
  const { unacknowledged, slowest, vertices } = parts;
  const places = placeColumns([...unacknowledged, ...slowest], clusterId);
  const pending = detail.subtasks - detail.acknowledgedSubtasks;
  const lateToken = detail.status === 'failed' ? 'error' : 'warning';
  const shown = unacknowledged.slice(0, maxUnacknowledged);
  const section = <Item extends object>(
    title: string,
    facts: readonly Part[],
    table: Omit<Table<Item>, 'width'>,
  ): readonly Row[] => [
    ...headingRows(title, facts, width - 1, theme).map((text) => ({ draw: () => (text === '' ? '' : ` ${text}`) })),
    ...tableOf({ ...table, width }, theme, now),
  ];
  const note = (text: string): Row => ({ draw: () => theme.muted(`  ${text}`) });
  return [
    ...(pending === 0
      ? []
      : [
          ...section('Not acknowledged', [{ text: countOf(pending, 'subtask'), token: lateToken }], {
            items: shown,
            columns: places,
            ...subtaskKeys('pending'),
          }),
          ...(pending > shown.length ? [note(moreText(pending - shown.length, parts, detail))] : []),
        ]),
    ...(slowest.length === 0
      ? []
      : section('Slowest subtasks', slowFacts(parts, detail), {
          items: slowest,
          columns: slowColumns(places),
          ...subtaskKeys('slow'),
        })),
    ...section('Vertices', [{ text: `${vertices.length}` }], {
      items: vertices,
      columns: vertexColumns(vertices, lateToken),
      keyOf: ({ id }) => `vertex ${id}`,
      targetOf: (vertex) => ({ kind: 'vertex', vertex }),
    }),
  ];
}

function moreText(
  count: number,
  { readVertices, unacknowledged }: CheckpointParts,
  { vertices }: CheckpointDetail,
): string {
  if (readVertices === 0) return 'Reading the subtasks…';
  const isOfOthers = unacknowledged.length <= maxUnacknowledged && readVertices < vertices.length;
  return `and ${countOf(count, 'more subtask')}${isOfOthers ? ' of other vertices' : ''}`;
}

/** Only the vertices that matter are read. */
function slowFacts({ readVertices }: CheckpointParts, { vertices }: CheckpointDetail): readonly Part[] {
  if (readVertices >= vertices.length) return [];
  return [{ text: `of ${readVertices} of ${vertices.length} vertices, which matter most`, token: 'muted' }];
}

const subtaskKeys = (kind: string) => ({
  keyOf: ({ vertexId, index }: SubtaskPlace) => `${kind} ${vertexId} ${index}`,
  targetOf: (place: SubtaskPlace): DetailTarget => ({ kind: 'subtask', place }),
});

type Table<Item extends object> = {
  readonly items: readonly Item[];
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  readonly targetOf: (item: Item) => DetailTarget;
  readonly width: number;
};

function tableOf<Item extends object>(
  { items, columns, keyOf, targetOf, width }: Table<Item>,
  theme: Theme,
  now: number,
): readonly Row[] {
  if (items.length === 0) return [];
  const [name] = columns;
  const widest = largest(items.map((item) => widthOf(name?.text(item, now, width) ?? '')));
  const fitted = fitNames(fitColumns(columns, width, widest), items, now);
  return [
    { draw: () => formatTitles(fitted, theme) },
    ...items.map((item) => ({
      draw: (isUnderCursor: boolean) =>
        formatRow(item, fitted, { cursor: isUnderCursor ? 'focused' : 'none', isMarked: false }, theme, now),
      key: keyOf(item),
      target: targetOf(item),
    })),
  ];
}
