import { formatCount } from '../../../text/format-count.ts';
import { formatRate } from '../../../text/format-rate.ts';
import { formatSize } from '../../../text/format-size.ts';
import { largest } from '../../../text/largest.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { formatAge } from '../../draw/age.ts';
import { widthOf } from '../../draw/fit.ts';
import { type Column, gap, markWidth } from '../../table/table-format.ts';
import type { Token } from '../../theme/theme.ts';
import { loadInWords, loadText, loadTitle, loadWidths, loadWordsWidth, paintLoad } from '../load-cell.ts';
import type { SubtaskFacts } from './subtask-facts.ts';

type SubtaskColumn = Column<SubtaskFacts>;

export type ColumnContext = {
  readonly clusterId: string;
  /** Epoch ms by the API server's clock. */
  readonly serverNow: number;
  /** A screen reader gets words instead of drawings. */
  readonly isScreenReader: boolean;
  /** Columns of the table. */
  readonly width: number;
  /** Whether the rates are averages since the start of the attempts. */
  readonly areRatesSinceStart: boolean;
  /** A source has no input, and a sink no output. */
  readonly hasInput: boolean;
  readonly hasOutput: boolean;
};

const missing = '–';
const subtaskWidth = 7;
const podWidths = { min: 15, preferred: 30 };
/** Older failures are not shown beside the load. */
const failureShownMs = 3_600_000;

/** Returns the columns for these rows. */
export function subtaskColumns(facts: readonly SubtaskFacts[], context: ColumnContext): readonly SubtaskColumn[] {
  const load = context.isScreenReader ? loadInWordsColumn : loadColumn(context.width);
  const status = statusColumn(facts);
  const hasRestarted = facts.some(({ subtask }) => subtask.attempt > 0);
  return [
    subtaskColumn,
    status,
    podColumn(context),
    load,
    ...directionColumns(context),
    attemptColumn(hasRestarted),
    ...noteColumns(facts, context, status.width),
  ];
}

const subtaskColumn: SubtaskColumn = {
  title: 'SUBTASK',
  sortKey: 'subtask',
  importance: 1,
  width: subtaskWidth,
  align: 'right',
  text: ({ number }) => `${number}`,
};

function statusColumn(facts: readonly SubtaskFacts[]): SubtaskColumn & { readonly width: number } {
  return {
    title: 'STATUS',
    sortKey: 'status',
    importance: 2,
    width: largest(
      facts.map(({ subtask }) => widthOf(subtask.status)),
      'STATUS'.length,
    ),
    text: ({ subtask }) => subtask.status.toLowerCase(),
    token: ({ subtask }) => statusToken(subtask.status),
  };
}

function statusToken(status: string): Token {
  if (status === 'RUNNING') return 'ok';
  if (status === 'FINISHED') return 'muted';
  return status === 'FAILED' ? 'error' : 'warning';
}

function podColumn({ clusterId }: ColumnContext): SubtaskColumn {
  return {
    title: 'POD',
    sortKey: 'pod',
    importance: 4,
    width: podWidths,
    isName: true,
    text: ({ subtask: { pod } }) => (pod === undefined ? 'not deployed' : shortPodName(pod, clusterId)),
    token: ({ subtask: { pod } }) => (pod === undefined ? 'warning' : undefined),
  };
}

/** A bar of five columns and three numbers. */
const loadWithNumbers = 20;
/** Narrower tables need the room for the notes. */
const numbersFrom = 100;

function loadWidth(tableWidth: number): { readonly short: number; readonly long: number } {
  const { short, long } = loadWidths(tableWidth);
  return { short: tableWidth < numbersFrom ? short : loadWithNumbers, long };
}

function loadColumn(tableWidth: number): SubtaskColumn {
  const width = loadWidth(tableWidth);
  return {
    title: loadTitle(width.long),
    shortTitle: loadTitle(width.short),
    importance: 3,
    width,
    text: ({ shares }, _, columns) => loadText(shares, columns),
    paint: ({ shares }, columns, theme) => paintLoad(shares, columns, theme),
  };
}

const loadInWordsColumn: SubtaskColumn = {
  title: 'LOAD',
  importance: 3,
  width: loadWordsWidth,
  text: ({ shares }) => loadInWords(shares),
};

type Direction = {
  readonly title: 'IN' | 'OUT';
  readonly sortKeys: { readonly rate: string; readonly records: string; readonly bytes: string };
  /** Added to the importance of the columns. */
  readonly rank: number;
  readonly rate: 'recordsIn' | 'recordsOut';
  readonly records: 'readRecords' | 'writeRecords';
  readonly bytes: 'readBytes' | 'writeBytes';
};

const input: Direction = {
  title: 'IN',
  sortKeys: { rate: 'rateIn', records: 'recordsIn', bytes: 'bytesIn' },
  rank: 0,
  rate: 'recordsIn',
  records: 'readRecords',
  bytes: 'readBytes',
};
const output: Direction = {
  title: 'OUT',
  sortKeys: { rate: 'rateOut', records: 'recordsOut', bytes: 'bytesOut' },
  rank: 1,
  rate: 'recordsOut',
  records: 'writeRecords',
  bytes: 'writeBytes',
};

/** Rates, then totals of the attempt. */
function directionColumns({ areRatesSinceStart, hasInput, hasOutput }: ColumnContext): readonly SubtaskColumn[] {
  const directions = [...(hasInput ? [input] : []), ...(hasOutput ? [output] : [])];
  return [
    ...directions.map((direction) => rateColumn(direction, areRatesSinceStart ? 'AVG' : 'REC')),
    ...directions.map(recordsColumn),
    ...directions.map(bytesColumn),
  ];
}

/** `120k/s` */
const rateWidth = 7;

function rateColumn({ title, sortKeys, rank, rate }: Direction, prefix: 'AVG' | 'REC'): SubtaskColumn {
  return {
    title: `${prefix} ${title}`,
    sortKey: sortKeys.rate,
    importance: 6 + rank,
    width: rateWidth,
    align: 'right',
    text: ({ rates }) => (rates === undefined ? missing : formatRate(rates[rate])),
    token: ({ rates }) => (rates === undefined ? 'muted' : undefined),
  };
}

function recordsColumn({ title, sortKeys, rank, records }: Direction): SubtaskColumn {
  return {
    title: `RECORDS ${title}`,
    shortTitle: `TOTAL ${title}`,
    sortKey: sortKeys.records,
    importance: 8 + rank,
    width: { short: 9, long: 11 },
    align: 'right',
    text: ({ subtask }) => (subtask.isComplete ? formatCount(subtask[records]) : missing),
    token: () => 'muted',
  };
}

function bytesColumn({ title, sortKeys, rank, bytes }: Direction): SubtaskColumn {
  return {
    title: `BYTES ${title}`,
    sortKey: sortKeys.bytes,
    importance: 10 + rank,
    width: 9,
    align: 'right',
    text: ({ subtask }) => (subtask.isComplete ? formatSize(subtask[bytes]) : missing),
    token: () => 'muted',
  };
}

/** Flink counts attempts from 0, as in the names of threads: `map (1/2)#0`. */
const attemptColumn = (hasRestarted: boolean): SubtaskColumn => ({
  title: 'ATTEMPT',
  sortKey: 'attempt',
  importance: hasRestarted ? 5.5 : 12,
  width: 7,
  align: 'right',
  text: ({ subtask }) => `#${subtask.attempt}`,
  token: ({ subtask }) => (subtask.attempt === 0 ? 'muted' : undefined),
});

const noteWidths = { least: 14, most: 64 } as const;

/** The notes, without a column if there are none. They are as wide as the more important columns allow. */
function noteColumns(
  facts: readonly SubtaskFacts[],
  { serverNow, width }: ColumnContext,
  statusWidth: number,
): readonly SubtaskColumn[] {
  const needed = largest(facts.map((row) => widthOf(noteText(row, serverNow))));
  if (needed === 0) return [];
  const beside = markWidth + subtaskWidth + statusWidth + podWidths.min + loadWidth(width).short + 4 * gap;
  const most = Math.min(noteWidths.most, Math.max(noteWidths.least, width - beside));
  return [
    {
      title: 'NOTE',
      importance: 5,
      width: { min: Math.min(most, Math.max(noteWidths.least, needed)), preferred: needed },
      text: (row) => noteText(row, serverNow),
      token: () => 'warning',
    },
  ];
}

/** `skewed: 90% of records, failed 3m ago: SocketTimeoutException` */
function noteText({ marks, failure }: SubtaskFacts, now: number): string {
  if (failure === undefined || now - failure.at > failureShownMs) return marks.join(', ');
  return [...marks, `failed ${formatAge(now - failure.at)} ago: ${failure.exception}`].join(', ');
}
