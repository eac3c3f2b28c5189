import { setTimeout as pause } from 'node:timers/promises';
import type { FlinkRest } from '../../flink/rest.ts';
import { largest } from '../../text/largest.ts';
import { inParallel } from '../in-parallel.ts';
import { type MeasuredAggregate, measuredAggregates } from './measured-aggregates.ts';
import { metricNames, type VertexMetrics } from './vertex-metrics.ts';
import { highest, lowest, type Watermark, type WatermarkRange, watermarkOf } from './watermark.ts';

/** Event time and lag of a vertex over all its subtasks. undefined: Flink does not report it. */
export type VertexSample = {
  readonly input: WatermarkRange | undefined;
  /** After the last operator of the chain. */
  readonly output: WatermarkRange | undefined;
  /** Records per second of the last minute: emitted by a source, received by another vertex. */
  readonly rate: MeasuredAggregate | undefined;
  /** Sum over the subtasks, of whichever operator reports it. */
  readonly pendingRecords: number | undefined;
  /** Records that the worst partition is behind, as the Kafka consumer reports it. */
  readonly recordsLag: number | undefined;
  /** How long the source has had no records, in ms. */
  readonly idleMs: { readonly min: number; readonly max: number } | undefined;
  /** How far the source is ahead of the other sources of its group, in ms. */
  readonly driftMs: number | undefined;
};

/** One look at a job. The JobManager has fetched all values together. */
export type EventTimeSample = {
  /** Epoch ms of the fetch by Flink's clock. If it is unknown: of the response by the local clock. */
  readonly at: number;
  /** The time at which the job entered RUNNING. With another attempt, everything starts again. */
  readonly runningAt: number | undefined;
  /** By vertex id. Vertices without metrics are missing. */
  readonly vertices: ReadonlyMap<string, VertexSample>;
};

export type SampledJob = {
  readonly jobId: string;
  readonly runningAt: number | undefined;
  readonly vertices: readonly { readonly id: string; readonly metrics: VertexMetrics }[];
};

/** Reads the vertices of a job. */
export async function readSample(flink: FlinkRest, job: SampledJob, signal: AbortSignal): Promise<EventTimeSample> {
  const { at, value: vertices } = await readDated(flink, job, () => readVertices(flink, job, signal), signal);
  return { at, runningAt: job.runningAt, vertices };
}

const fetchedAfterMs = 1000;

/** Metrics of one fetch of the JobManager. `at` as in `EventTimeSample`. */
export type Dated<T> = { readonly at: number; readonly value: T };

/**
 * Reads metrics of a job. The gauge `runningTime` of the job, which the JobManager fetches together with those of the tasks,
 * dates them. If there was a new fetch meanwhile, they are read again, so that they belong together. The TaskManagers answer
 * later than the JobManager itself.
 */
export async function readDated<T>(
  flink: FlinkRest,
  { jobId, runningAt }: Pick<SampledJob, 'jobId' | 'runningAt'>,
  read: () => Promise<T>,
  signal: AbortSignal,
): Promise<Dated<T>> {
  const runningTime = async () => {
    const metric = await flink.jobMetric(jobId, 'runningTime', signal);
    return metric.state === 'measured' ? metric.value : undefined;
  };
  const before = await runningTime();
  const first = await read();
  const after = await runningTime();
  if (after !== before) await pause(fetchedAfterMs, undefined, { signal });
  const value = after === before ? first : await read();
  return { at: runningAt === undefined || after === undefined ? Date.now() : runningAt + after, value };
}

async function readVertices(
  flink: FlinkRest,
  { jobId, vertices }: SampledJob,
  signal: AbortSignal,
): Promise<EventTimeSample['vertices']> {
  const read = await inParallel(vertices, async ({ id, metrics }) => {
    const names = metricNames(metrics);
    if (names.length === 0) return [];
    const values = measuredAggregates(
      await flink.groupMetrics({ kind: 'subtasks', jobId, vertexId: id }, names, signal),
    );
    return values.size === 0 ? [] : [[id, sampleOf(metrics, values)] as const];
  });
  return new Map(read.flat());
}

type Values = ReadonlyMap<string, MeasuredAggregate>;

export function sampleOf(metrics: VertexMetrics, values: Values): VertexSample {
  const measured = (ids: readonly string[]) => ids.map((id) => values.get(id)).filter((value) => value !== undefined);
  const ranges = measured(metrics.outputs).map(rangeOf);
  const [input] = measured(metrics.input === undefined ? [] : [metrics.input]);
  // Flink's value of an undefined gauge is -1.
  const defined = (ids: readonly string[]) => measured(ids).filter(({ max }) => max >= 0);
  const pending = defined(metrics.pendingRecords);
  const [idle] = defined(metrics.idleTime);
  return {
    input: input && rangeOf(input),
    output: lowestRange(ranges),
    rate: metrics.rate === undefined ? undefined : values.get(metrics.rate),
    pendingRecords: pending.length === 0 ? undefined : pending.reduce((total, { sum }) => total + sum, 0),
    recordsLag: maximumOf(defined(metrics.recordsLag)),
    idleMs: idle && { min: idle.min, max: idle.max },
    driftMs: maximumOf(defined(metrics.drift)),
  };
}

function maximumOf(metrics: readonly MeasuredAggregate[]): number | undefined {
  return metrics.length === 0
    ? undefined
    : largest(
        metrics.map(({ max }) => max),
        Number.NEGATIVE_INFINITY,
      );
}

const rangeOf = ({ min, max }: MeasuredAggregate): WatermarkRange => ({ min: watermarkOf(min), max: watermarkOf(max) });

/** The lowest watermark of several chain ends counts. */
function lowestRange(ranges: readonly WatermarkRange[]): WatermarkRange | undefined {
  const min = lowest(ranges.map((range) => range.min));
  const max = lowest(ranges.map((range) => range.max));
  return min === undefined || max === undefined ? undefined : { min, max };
}

/** The watermark of a vertex: after its last operator, or before its first one. */
export const rangeOfVertex = (sample: VertexSample | undefined): WatermarkRange | undefined =>
  sample?.output ?? sample?.input;

/** The highest watermark that a vertex has; undefined if it reports none. */
export function highestOf({ input, output }: VertexSample): Watermark | undefined {
  return highest([input, output].flatMap((range) => (range === undefined ? [] : [range.max])));
}
