import {
  catchUpText,
  growthText,
  holderInRow,
  lagText,
  spreadText,
  watermarkText,
} from '../../../diagnosis/event-time-texts.ts';
import type { JobEventTime, VertexEventTime } from '../../../session/event-time/job-event-time.ts';
import { formatDuration } from '../../../text/duration.ts';
import { formatCount } from '../../../text/format-count.ts';
import { largest } from '../../../text/largest.ts';
import { cell, widthOf } from '../../draw/fit.ts';
import { sparkline } from '../../draw/sparkline.ts';
import type { Column } from '../../table/table-format.ts';
import type { Token } from '../../theme/theme.ts';

export type VertexContext = {
  readonly eventTime: JobEventTime;
  /** Epoch ms by the API server's clock. */
  readonly serverNow: number;
  readonly isStuck: boolean;
  readonly width: number;
  readonly isScreenReader: boolean;
};

const trendWidth = 24;
/** Narrower pages need the room for the names. */
const trendFrom = 130;
const missing = '–';

/** Columns that only some vertices need are left out if no vertex does. */
export function vertexColumns({
  eventTime,
  serverNow,
  isStuck,
  width,
  isScreenReader,
}: VertexContext): readonly Column<VertexEventTime>[] {
  const { vertices, usage } = eventTime;
  const some = (has: (vertex: VertexEventTime) => boolean) => vertices.some(has);
  const watermarkOf = ({ watermark }: VertexEventTime) =>
    watermark === undefined ? missing : watermarkText(watermark, serverNow);
  const isUsed = usage === 'used';
  const watermarks: readonly Column<VertexEventTime>[] = [
    {
      title: 'WATERMARK',
      importance: 3,
      width: largest(
        vertices.map((vertex) => widthOf(watermarkOf(vertex))),
        'WATERMARK'.length,
      ),
      text: watermarkOf,
      token: ({ watermark }) => (typeof watermark === 'number' ? undefined : 'muted'),
    },
    {
      title: 'LAG',
      importance: 2,
      width: largest(
        vertices.map((vertex) => widthOf(lagOf(vertex))),
        7,
      ),
      align: 'right',
      text: lagOf,
      token: (vertex) => lagToken(vertex, isStuck),
    },
    ...(some(({ vertex }) => vertex.parallelism > 1) ? [spreadColumn(vertices)] : []),
  ];
  return [
    {
      title: 'NAME',
      importance: 1,
      width: { min: 16, preferred: 30 },
      isName: true,
      text: ({ vertex }) => vertex.name,
    },
    ...(isUsed ? watermarks : []),
    ...(isUsed && width >= trendFrom && !isScreenReader ? [trendColumn] : []),
    ...(some(({ backlog }) => backlog !== undefined) ? backlogColumns : []),
    ...(some(({ sample }) => sample?.recordsLag !== undefined) ? [recordsLagColumn] : []),
    ...(some(({ sample }) => (sample?.idleMs?.max ?? 0) > 0) ? [idleColumn] : []),
    ...(some(({ sample }) => (sample?.driftMs ?? 0) > 0) ? [driftColumn] : []),
    ...(some(({ holder }) => holder !== undefined) ? [holderColumn(isStuck)] : []),
  ];
}

function lagOf({ lagMs, watermark }: VertexEventTime): string {
  if (lagMs !== undefined) return lagText(lagMs);
  return watermark === 'ended' ? '' : missing;
}

function lagToken({ holder, lagMs }: VertexEventTime, isStuck: boolean): Token | undefined {
  if (holder !== undefined) return isStuck ? 'error' : 'warning';
  return lagMs === undefined ? 'muted' : 'ok';
}

const spreadColumn = (vertices: readonly VertexEventTime[]): Column<VertexEventTime> => ({
  title: 'SPREAD',
  importance: 6,
  width: largest(
    vertices.map((vertex) => widthOf(spreadOf(vertex))),
    8,
  ),
  align: 'right',
  text: spreadOf,
  token: () => 'muted',
});

function spreadOf({ range, sample, vertex }: VertexEventTime): string {
  if (vertex.parallelism === 1) return '';
  return spreadText(range) ?? (sample === undefined ? missing : '');
}

const trendColumn: Column<VertexEventTime> = {
  title: 'LAG, 10 MIN',
  importance: 9,
  width: trendWidth,
  text: () => '',
  paint: ({ lags }, width, theme) =>
    theme.muted(
      cell(
        lagSparkline(
          lags.map(({ value }) => value),
          width,
        ),
        width,
      ),
    ),
};

/** Draws one bar for each of the last samples. */
export function lagSparkline(lags: readonly number[], width: number): string {
  if (lags.length < 2) return '';
  return (
    sparkline(
      lags.slice(-width).map((lag) => Math.max(1, lag)),
      1,
      'linear',
    )[0] ?? ''
  );
}

const backlogColumns: readonly Column<VertexEventTime>[] = [
  {
    title: 'PENDING',
    importance: 4,
    width: 7,
    align: 'right',
    text: (vertex) => ofSource(vertex, vertex.backlog && formatCount(vertex.backlog.pendingRecords)),
    token: ({ backlog }) => (backlog === undefined ? 'muted' : undefined),
  },
  {
    title: 'GROWTH',
    importance: 5,
    width: 8,
    align: 'right',
    text: ({ backlog }) =>
      backlog === undefined ? '' : backlog.growth === undefined ? missing : growthText(backlog.growth),
    token: ({ backlog }) => (backlog?.catchUp?.kind === 'never' ? 'warning' : 'muted'),
  },
  {
    title: 'CATCH-UP',
    importance: 7,
    width: 18,
    text: ({ backlog }) =>
      backlog === undefined ? '' : backlog.catchUp === undefined ? 'measuring' : catchUpText(backlog.catchUp),
    token: ({ backlog }) => (backlog?.catchUp?.kind === 'never' ? 'warning' : 'muted'),
  },
];

/** `n/a` for a source that does not report it. */
const ofSource = ({ isSource }: VertexEventTime, text: string | undefined): string => text ?? (isSource ? 'n/a' : '');

const recordsLagColumn: Column<VertexEventTime> = {
  title: 'MAX LAG',
  importance: 8,
  width: 8,
  align: 'right',
  text: (vertex) =>
    ofSource(vertex, vertex.sample?.recordsLag === undefined ? undefined : formatCount(vertex.sample.recordsLag)),
};

const idleColumn: Column<VertexEventTime> = {
  title: 'IDLE',
  importance: 8,
  width: 7,
  align: 'right',
  text: ({ sample }) => ((sample?.idleMs?.max ?? 0) > 0 ? formatDuration(sample?.idleMs?.max ?? 0) : ''),
  token: () => 'warning',
};

const driftColumn: Column<VertexEventTime> = {
  title: 'DRIFT',
  importance: 10,
  width: 8,
  align: 'right',
  text: ({ sample }) => ((sample?.driftMs ?? 0) > 0 ? lagText(sample?.driftMs ?? 0) : ''),
};

const holderColumn = (isStuck: boolean): Column<VertexEventTime> => ({
  title: 'HELD BACK BY',
  importance: 4,
  width: { min: 16 },
  text: ({ holder, vertex }) => (holder === undefined ? '' : holderInRow(holder, vertex.id)),
  token: () => (isStuck ? 'error' : 'warning'),
});
