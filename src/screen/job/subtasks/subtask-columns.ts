import { formatCount } from '../../../text/format-count.ts';
import { formatSize } from '../../../text/format-size.ts';
import { largest } from '../../../text/largest.ts';
import { printable } from '../../../text/printable.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { formatAge } from '../../draw/age.ts';
import { widthOf } from '../../draw/fit.ts';
import type { Column } from '../../table/table-format.ts';
import type { Token } from '../../theme/theme.ts';
import { shareBar } from './share-bar.ts';
import type { SubtaskFacts } from './subtask-facts.ts';

type SubtaskColumn = Column<SubtaskFacts>;

const missing = '–';
/** From this share on, a subtask soon causes back-pressure. */
const highBusy = 0.8;
const highBackPressure = 0.5;
/** Older failures are not shown beside the load. */
const failureShownMs = 3_600_000;

export type ColumnContext = {
  readonly clusterId: string;
  /** Epoch ms by the API server's clock. */
  readonly serverNow: number;
  /** Whether the rates are averages since the start of the attempts. */
  readonly areRatesSinceStart: boolean;
  /** Columns of the table. */
  readonly width: number;
};

/** Returns the columns for these rows. */
export function subtaskColumns(facts: readonly SubtaskFacts[], context: ColumnContext): readonly SubtaskColumn[] {
  const noteOf = (row: SubtaskFacts) => noteText(row, context.serverNow);
  const noteWidth = largest(facts.map((row) => widthOf(noteOf(row))));
  return [
    ...placeColumns(context),
    ...shareColumns,
    ...rateColumns(context.areRatesSinceStart ? 'AVG ' : ''),
    ...totalColumns,
    attemptColumn(facts.some(({ subtask }) => subtask.attempt > 0)),
    ...(noteWidth > 0 ? [noteColumn(noteOf, noteWidth, context.width)] : []),
  ];
}

function placeColumns({ clusterId }: ColumnContext): readonly SubtaskColumn[] {
  return [
    {
      title: 'SUBTASK',
      sortKey: 'subtask',
      importance: 1,
      width: 7,
      align: 'right',
      text: ({ number }) => `${number}`,
    },
    {
      title: 'STATUS',
      sortKey: 'status',
      importance: 2,
      width: 12,
      text: ({ subtask }) => printable(subtask.status),
      token: ({ subtask }) => statusToken(subtask.status),
    },
    {
      title: 'POD',
      sortKey: 'pod',
      importance: 4,
      width: { min: 15, preferred: 30 },
      isName: true,
      text: ({ subtask: { pod } }) => (pod === undefined ? 'not deployed' : printable(shortPodName(pod, clusterId))),
      token: ({ subtask: { pod } }) => (pod === undefined ? 'warning' : undefined),
    },
  ];
}

function statusToken(status: string): Token {
  if (status === 'RUNNING') return 'ok';
  if (status === 'FINISHED') return 'muted';
  return status === 'FAILED' ? 'error' : 'warning';
}

const shareColumns: readonly SubtaskColumn[] = [
  {
    title: 'BUSY',
    sortKey: 'busy',
    importance: 3,
    width: { short: 9, long: 14 },
    text: ({ shares }, _, width) => shareBar(shares?.busy, width),
    token: ({ shares }) => (shares?.busy === undefined ? 'muted' : shares.busy >= highBusy ? 'warning' : 'ok'),
  },
  {
    title: 'BACK-PRESSURED',
    shortTitle: 'BP',
    sortKey: 'backPressured',
    importance: 8,
    width: { short: 5, long: 14 },
    align: 'right',
    text: ({ shares }, _, width) => shareBar(shares?.backPressured, width),
    token: ({ shares }) => ((shares?.backPressured ?? 0) >= highBackPressure ? 'warning' : 'muted'),
  },
  {
    title: 'IDLE',
    sortKey: 'idle',
    importance: 9,
    width: { short: 6, long: 14 },
    align: 'right',
    text: ({ shares }, _, width) => shareBar(shares?.idle, width),
    token: () => 'muted',
  },
];

function rateColumns(prefix: '' | 'AVG '): readonly SubtaskColumn[] {
  const column = (title: string, sortKey: string, importance: number, rate: 'recordsIn' | 'recordsOut') =>
    ({
      title: prefix + title,
      shortTitle: title,
      sortKey,
      importance,
      width: Math.max(7, prefix.length + title.length),
      align: 'right',
      text: ({ rates }: SubtaskFacts) => (rates === undefined ? missing : formatCount(rates[rate])),
    }) as const;
  return [column('IN/S', 'rateIn', 6, 'recordsIn'), column('OUT/S', 'rateOut', 7, 'recordsOut')];
}

const totalColumns: readonly SubtaskColumn[] = [
  totalColumn('RECORDS IN', 'recordsIn', 11, ({ readRecords }) => formatCount(readRecords)),
  totalColumn('RECORDS OUT', 'recordsOut', 12, ({ writeRecords }) => formatCount(writeRecords)),
  totalColumn('BYTES IN', 'bytesIn', 13, ({ readBytes }) => formatSize(readBytes)),
  totalColumn('BYTES OUT', 'bytesOut', 14, ({ writeBytes }) => formatSize(writeBytes)),
];

function totalColumn(
  title: string,
  sortKey: string,
  importance: number,
  format: (subtask: SubtaskFacts['subtask']) => string,
): SubtaskColumn {
  return {
    title,
    sortKey,
    importance,
    width: Math.max(10, title.length),
    align: 'right',
    text: ({ subtask }) => (subtask.isComplete ? format(subtask) : missing),
    token: () => 'muted',
  };
}

/** Flink counts attempts from 0, as in the names of threads: `map (1/2)#0`. */
const attemptColumn = (hasRestarted: boolean): SubtaskColumn => ({
  title: 'ATTEMPT',
  sortKey: 'attempt',
  importance: hasRestarted ? 7.5 : 15,
  width: 7,
  align: 'right',
  text: ({ subtask }) => `#${subtask.attempt}`,
  token: ({ subtask }) => (subtask.attempt === 0 ? 'muted' : undefined),
});

const noteWidths = { least: 14, most: 64 } as const;
/** Columns for the more important columns. */
const besideNote = 50;

function noteColumn(noteOf: (row: SubtaskFacts) => string, needed: number, width: number): SubtaskColumn {
  const most = Math.min(noteWidths.most, Math.max(noteWidths.least, width - besideNote));
  return {
    title: 'NOTE',
    importance: 5,
    width: { min: Math.min(most, Math.max(noteWidths.least, needed)), preferred: needed },
    text: noteOf,
    token: () => 'warning',
  };
}

/** `skewed: 90% of records, failed 3m ago: SocketTimeoutException` */
function noteText({ marks, failure }: SubtaskFacts, now: number): string {
  if (failure === undefined || now - failure.at > failureShownMs) return marks.join(', ');
  return [...marks, `failed ${formatAge(now - failure.at)} ago: ${printable(failure.exception)}`].join(', ');
}
