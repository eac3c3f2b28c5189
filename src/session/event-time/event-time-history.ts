import type { Point } from '../jobs/measured-trend.ts';
import { type EventTimeSample, rangeOfVertex, type VertexSample } from './event-time-sample.ts';
import { growthWindowMs } from './growth.ts';
import type { Watermark } from './watermark.ts';

/** A watermark, and the time of the first sample with it. */
export type Since = { readonly watermark: Watermark | undefined; readonly at: number };

/** What is remembered of a vertex since watching began. Times are those of the samples. */
export type VertexHistory = {
  readonly lowest: Since;
  readonly highest: Since;
  /** Lag of the lowest watermark in ms, and pending records. Oldest first, of the last ten minutes. */
  readonly lags: readonly Point[];
  readonly pending: readonly Point[];
  /** Time of the last sample in which every subtask of a source emitted records. */
  readonly flowedAt: number | undefined;
};

/** The newest sample of a job, and the history of its vertices. */
export type EventTimeHistory = {
  readonly sample: EventTimeSample;
  /** Time of the first sample. */
  readonly firstAt: number;
  readonly vertices: ReadonlyMap<string, VertexHistory>;
};

/** A sample every ten seconds. */
const maxPoints = growthWindowMs / 10_000 + 1;

/** Adds a sample. Those of another attempt are forgotten, because its watermarks start again. */
export function addSample(previous: EventTimeHistory | undefined, sample: EventTimeSample): EventTimeHistory {
  const known = isSameAttempt(previous, sample) ? previous : undefined;
  const vertices = new Map(known?.vertices);
  for (const [id, vertex] of sample.vertices) vertices.set(id, addVertex(vertices.get(id), vertex, sample.at));
  return { sample, firstAt: known?.firstAt ?? sample.at, vertices };
}

function isSameAttempt(previous: EventTimeHistory | undefined, { at, runningAt }: EventTimeSample): boolean {
  return previous !== undefined && previous.sample.runningAt === runningAt && previous.sample.at <= at;
}

function addVertex(known: VertexHistory | undefined, vertex: VertexSample, at: number): VertexHistory {
  const range = rangeOfVertex(vertex);
  const { pendingRecords, rate } = vertex;
  return {
    lowest: sinceOf(known?.lowest, range?.min, at),
    highest: sinceOf(known?.highest, range?.max, at),
    lags: typeof range?.min === 'number' ? addPoint(known?.lags, { at, value: at - range.min }) : [],
    pending: pendingRecords === undefined ? [] : addPoint(known?.pending, { at, value: pendingRecords }),
    flowedAt: rate !== undefined && rate.min > 0 ? at : known?.flowedAt,
  };
}

const sinceOf = (known: Since | undefined, watermark: Watermark | undefined, at: number): Since =>
  known !== undefined && known.watermark === watermark ? known : { watermark, at };

/** A sample of the same fetch replaces the previous one. */
function addPoint(points: readonly Point[] = [], point: Point): readonly Point[] {
  const before = points.at(-1)?.at === point.at ? points.slice(0, -1) : points;
  return [...before.filter(({ at }) => at >= point.at - growthWindowMs), point].slice(-maxPoints);
}
