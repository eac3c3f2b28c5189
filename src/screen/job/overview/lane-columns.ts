import { lagText } from '../../../diagnosis/event-time-texts.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import { formatCount } from '../../../text/format-count.ts';
import { formatByteRate, formatRate } from '../../../text/format-rate.ts';
import { largest } from '../../../text/largest.ts';
import { widthOf } from '../../draw/fit.ts';
import type { Column } from '../../table/table-format.ts';
import type { Token } from '../../theme/theme.ts';
import { loadInWords, loadText, loadTitle, loadWidths, loadWordsWidth, paintLoad } from '../load-cell.ts';
import { unknownStatus } from './ended-lanes.ts';
import type { Lane } from './lanes.ts';

/** Usual names are whole even if other columns then do not fit. */
const nameWidths = { min: 16, preferred: 28 };
/** `120k/s` */
const recordsWidth = 7;
/** `1023 KiB/s` */
const bytesWidth = 10;

/** Narrower pages need the room for the names. */
const bytesFrom = 100;
/** Columns for the lag and the pending records, instead of those for bytes. */
const eventTimeWidth = 30;

/** Returns the columns for these vertices on a page of this width. A screen reader gets words instead of drawings. */
export function laneColumns(
  lanes: readonly Lane[],
  pageWidth: number,
  isScreenReader: boolean,
): readonly Column<Lane>[] {
  const statusWidth = largest(
    lanes.map((lane) => widthOf(statusText(lane))),
    'STATUS'.length,
  );
  const isPast = lanes.every((lane) => lane.isPast);
  const eventTime = eventTimeColumns(lanes);
  return [
    ...(isScreenReader ? [] : [gutterColumn(lanes)]),
    { title: 'NAME', importance: 1, width: nameWidths, isName: true, text: ({ vertex }) => vertex.name },
    ...(isScreenReader ? [inputsColumn(lanes)] : []),
    {
      title: 'P',
      importance: 7,
      width: Math.max(2, largest(lanes.map(({ vertex }) => String(vertex.parallelism).length))),
      align: 'right',
      text: ({ vertex }) => `${vertex.parallelism}`,
    },
    isScreenReader ? loadInWordsColumn : loadColumn(pageWidth),
    recordsColumn('REC IN', 6, ({ vertex, load }) => (hasInput(vertex) ? load?.rates?.readRecords : 'none')),
    recordsColumn('REC OUT', 5, ({ hasConsumers, load }) => (hasConsumers ? load?.rates?.writeRecords : 'none')),
    ...eventTime,
    ...(pageWidth < bytesFrom + (eventTime.length === 0 ? 0 : eventTimeWidth) || isPast ? [] : bytesColumns),
    { title: 'STATUS', importance: 4, width: statusWidth, text: statusText, token: statusToken },
  ];
}

function gutterColumn(lanes: readonly Lane[]): Column<Lane> {
  return {
    title: '',
    importance: 2,
    width: lanes[0]?.gutter.length ?? 0,
    text: ({ gutter }) => gutter,
    paint: ({ gutter, isBottleneck }, width, theme) =>
      gutter
        .padEnd(width)
        .split(/(●)/)
        .map((part) => (part === '●' ? theme[isBottleneck ? 'warning' : 'strong'](part) : theme.border(part)))
        .join(''),
  };
}

function inputsColumn(lanes: readonly Lane[]): Column<Lane> {
  const widest = largest(lanes.map(({ inputs }) => widthOf(inputs)));
  return { title: 'INPUTS', importance: 2, width: Math.min(30, Math.max(6, widest)), text: ({ inputs }) => inputs };
}

function loadColumn(pageWidth: number): Column<Lane> {
  const width = loadWidths(pageWidth);
  return {
    title: loadTitle(width.long),
    shortTitle: loadTitle(width.short),
    importance: 3,
    width,
    text: ({ load }, _, columns) => loadText(load, columns),
    paint: ({ load, isPast }, columns, theme) =>
      isPast ? theme.muted(loadText(load, columns)) : paintLoad(load, columns, theme),
  };
}

const loadInWordsColumn: Column<Lane> = {
  title: 'LOAD',
  importance: 3,
  width: loadWordsWidth,
  text: ({ load }) => loadInWords(load),
};

/** `none`: there is nothing to measure, as at the input of a source. undefined: not measured. */
type Rate = number | 'none' | undefined;

const recordsColumn = (title: string, importance: number, rate: (lane: Lane) => Rate) =>
  rateColumn({ title, importance, width: recordsWidth, rate, format: formatRate });
const bytesColumn = (title: string, importance: number, rate: (lane: Lane) => Rate) =>
  rateColumn({ title, importance, width: bytesWidth, rate, format: formatByteRate });

function rateColumn({
  rate,
  format,
  ...column
}: Pick<Column<Lane>, 'title' | 'importance' | 'width'> & {
  readonly rate: (lane: Lane) => Rate;
  readonly format: (perSecond: number) => string;
}): Column<Lane> {
  return {
    ...column,
    align: 'right',
    text: (lane) => {
      const value = rate(lane);
      return value === 'none' ? '' : value === undefined ? '–' : format(value);
    },
    token: (lane) => (typeof rate(lane) === 'number' && !lane.isPast ? undefined : 'muted'),
  };
}

const bytesColumns: readonly Column<Lane>[] = [
  bytesColumn('BYTES IN', 8, ({ vertex, load }) => (hasInput(vertex) ? load?.rates?.readBytes : 'none')),
  bytesColumn('BYTES OUT', 9, ({ hasConsumers, load }) => (hasConsumers ? load?.rates?.writeBytes : 'none')),
];

/** How far the watermarks are behind, and the pending records, if the job has them. */
function eventTimeColumns(lanes: readonly Lane[]): readonly Column<Lane>[] {
  const hasWatermarks = lanes.some(({ eventTime }) => typeof eventTime?.watermark === 'number' || eventTime?.holder);
  const hasBacklog = lanes.some(({ eventTime }) => eventTime?.backlog !== undefined);
  return [...(hasWatermarks ? [watermarkColumn] : []), ...(hasBacklog ? [pendingColumn] : [])];
}

const watermarkColumn: Column<Lane> = {
  title: 'WM LAG',
  importance: 7.3,
  width: 8,
  align: 'right',
  text: ({ eventTime }) => {
    const { lagMs, watermark } = eventTime ?? {};
    return lagMs === undefined ? (typeof watermark === 'string' ? watermark : '–') : lagText(lagMs);
  },
  token: ({ eventTime }) =>
    eventTime?.holder !== undefined ? 'warning' : eventTime?.lagMs === undefined ? 'muted' : undefined,
};

const pendingColumn: Column<Lane> = {
  title: 'PENDING',
  importance: 7.6,
  width: 7,
  align: 'right',
  text: ({ eventTime, vertex }) =>
    eventTime?.backlog === undefined ? (hasInput(vertex) ? '' : 'n/a') : formatCount(eventTime.backlog.pendingRecords),
  token: ({ eventTime }) =>
    eventTime?.backlog === undefined ? 'muted' : eventTime.backlog.catchUp?.kind === 'never' ? 'warning' : undefined,
};

const hasInput = ({ inputs }: JobVertex): boolean => inputs.length > 0;

/** `running`, `1/2 running`, `bottleneck` */
function statusText({ vertex, isBottleneck, isPast }: Lane): string {
  const { status, count } = mostTasks(vertex);
  const isWhole = count === vertex.parallelism;
  const text = isWhole ? status.toLowerCase() : `${count}/${vertex.parallelism} ${status.toLowerCase()}`;
  if (!isBottleneck) return text;
  if (isPast) return vertex.status === unknownStatus ? 'was bottleneck' : `was bottleneck, ${text}`;
  return isWhole ? 'bottleneck' : `bottleneck, ${text}`;
}

/** Returns the number of tasks in the status of the vertex, or in the most frequent status if that one has none. */
function mostTasks({ tasks, status, parallelism }: JobVertex): { readonly status: string; readonly count: number } {
  const counts = Object.entries(tasks)
    .map(([state, count]) => ({ status: state.toUpperCase(), count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return counts.find((each) => each.status === status) ?? counts[0] ?? { status, count: parallelism };
}

function statusToken({ vertex, isBottleneck, isPast }: Lane): Token {
  const { status } = vertex;
  if (status === 'FAILED' || status === 'FAILING') return 'error';
  if (isPast) return isBottleneck ? 'warning' : 'muted';
  if (isBottleneck) return 'warning';
  if (status === 'RUNNING') return mostTasks(vertex).count === vertex.parallelism ? 'ok' : 'warning';
  return ['FINISHED', 'CANCELED'].includes(status) ? 'muted' : 'busy';
}
