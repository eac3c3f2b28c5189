import { lagText } from '../../../diagnosis/event-time-texts.ts';
import { missingBacklog } from '../../../diagnosis/event-time-verdict.ts';
import { findStuckWatermark } from '../../../diagnosis/stuck-watermark.ts';
import { maxShownVertices } from '../../../session/event-time/event-time-readings.ts';
import type { JobEventTime, VertexEventTime } from '../../../session/event-time/job-event-time.ts';
import { formatDuration } from '../../../text/duration.ts';
import { largest, smallest } from '../../../text/largest.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { cell, wrapAndCut } from '../../draw/fit.ts';
import { windowTop } from '../../draw/movement.ts';
import { labelWidth, paintPart } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { emptyRows } from '../../table/empty-rows.ts';
import { fitColumns } from '../../table/fit-columns.ts';
import { fitNames, widestName } from '../../table/fit-names.ts';
import { formatTitles } from '../../table/table-format.ts';
import { type ListWindow, windowRows } from '../../table/window-rows.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { backlogVerdict, emptyText, shownEventTime, verdictPart, vertexIndex } from './event-time-data.ts';
import { previewRows } from './subtask-table.ts';
import { lagSparkline, vertexColumns } from './vertex-columns.ts';

export type VertexTable = ListWindow & {
  readonly rows: readonly string[];
  readonly vertices: readonly VertexEventTime[];
};

const margin = ' ';
/** Lower areas have no rows about the past, and no blank row above the table. */
const roomyFrom = 14;

/** Formats the verdict, the lag of the last minutes, and the visible vertices. */
export function vertexTable(state: ScreenState, page: JobPage, size: TabSize): VertexTable {
  const eventTime = shownEventTime(state, page);
  if (eventTime === undefined) {
    return { rows: emptyRows(emptyText(state, page), size, state.theme), vertices: [], index: 0, top: 0, height: 1 };
  }
  const { theme, now, serverNow, isScreenReader } = state;
  const { vertices } = eventTime;
  const head = headRows(eventTime, state, size);
  const isStuck = findStuckWatermark(eventTime) !== undefined;
  const context = { eventTime, serverNow, isStuck, width: size.width, isScreenReader };
  const columns = vertexColumns(context);
  const fitted = fitNames(fitColumns(columns, size.width, widestName(columns, vertices, now)), vertices, now);
  const height = Math.max(1, size.height - head.length - 1);
  const index = vertexIndex(eventTime, page);
  const top = windowTop(page.eventTime.top, index, height, vertices.length);
  const shown = windowRows(vertices, fitted, { index, top, height }, theme, now);
  const used = [...head, formatTitles(fitted, theme), ...shown];
  const below = previewRows(state, page, vertices[index], { ...size, height: size.height - used.length });
  const rows = [...used, ...below].slice(0, size.height);
  return { rows, vertices, index, top, height };
}

function headRows(eventTime: JobEventTime, state: ScreenState, size: TabSize): readonly string[] {
  const { theme, serverNow } = state;
  const width = size.width - 2 * margin.length;
  const verdict = verdictPart(eventTime, serverNow);
  const backlog = backlogVerdict(eventTime);
  const rows = [verdict, ...(backlog === undefined ? [] : [backlog])].flatMap((part) =>
    wrapAndCut(part.text, width, 2).map((text) => paintPart({ ...part, text }, theme)),
  );
  const facts = factsOf(eventTime, width, state).map(
    ([label, text]) => theme.muted(cell(label, labelWidth)) + wrapAndCut(text, width - labelWidth, 1).join(''),
  );
  const isRoomy = size.height >= roomyFrom;
  const all = isRoomy ? [...rows, ...facts, ''] : rows;
  return all.map((row) => (row === '' ? row : margin + row));
}

function factsOf(
  eventTime: JobEventTime,
  width: number,
  { isScreenReader, snapshot }: ScreenState,
): readonly (readonly [label: string, text: string])[] {
  const { usage, holder, vertices } = eventTime;
  const clusterId = snapshot?.clusterId ?? '';
  const pod = holder?.pod && shortPodName(holder.pod, clusterId);
  const place = holder && [holder.operator, holder.split && `split ${holder.split}`, pod];
  const where = place?.filter((part) => part !== undefined).join(', ');
  const trend = usage === 'used' ? trendText(eventTime, width, isScreenReader) : undefined;
  const running = vertices.filter(({ vertex }) => vertex.status === 'RUNNING').length;
  const note = missingBacklog(eventTime);
  return [
    ...(where === undefined || where === '' ? [] : [['held back', where] as const]),
    ...(trend === undefined ? [] : [['lag', trend] as const]),
    ...(note === undefined ? [] : [['sources', note] as const]),
    ...(running > maxShownVertices
      ? [['left out', `${running - maxShownVertices} more vertices are not read`] as const]
      : []),
  ];
}

/** `▁▂▃▅▇ 3.1 s to 12 s in 8m`, of the vertex at the end with the largest lag. */
function trendText({ vertices, lagMs }: JobEventTime, width: number, isScreenReader: boolean): string | undefined {
  const lags = vertices.findLast((vertex) => vertex.lagMs === lagMs && lagMs !== undefined)?.lags ?? [];
  const [first, last] = [lags[0], lags.at(-1)];
  if (first === undefined || last === undefined || lags.length < 3) return undefined;
  const values = lags.map(({ value }) => value);
  const [least, most] = [lagText(smallest(values)), lagText(largest(values, Number.NEGATIVE_INFINITY))];
  const range = `${least === most ? least : `${least} to ${most}`} in ${formatDuration(last.at - first.at)}`;
  const drawn = isScreenReader ? '' : `${lagSparkline(values, Math.max(0, width - labelWidth - range.length - 2))}  `;
  return drawn + range;
}
