import type { JobVertex } from '../../flink/responses.ts';
import { smallest } from '../../text/largest.ts';
import type { Point } from '../jobs/measured-trend.ts';
import type { EventTimeHistory, Since } from './event-time-history.ts';
import { highestOf, type VertexSample } from './event-time-sample.ts';
import { type CatchUp, catchUpOf, type Growth, growthOf } from './growth.ts';
import type { SubtaskWatermarks } from './subtask-watermarks.ts';
import { highest, lowest, type Watermark, type WatermarkRange } from './watermark.ts';
import { effectiveRanges, findHolder, type JobWatermarks, type WatermarkHolder } from './watermark-holder.ts';

/** Backlog of a vertex; undefined if the connector reports none. */
export type Backlog = {
  readonly pendingRecords: number;
  /** undefined until there are enough samples. */
  readonly growth: Growth | undefined;
  readonly catchUp: CatchUp | undefined;
  readonly points: readonly Point[];
};

export type VertexEventTime = {
  readonly vertex: JobVertex;
  readonly isSource: boolean;
  readonly sample: VertexSample | undefined;
  /** The watermark of the slowest subtask that is not idle; undefined if Flink reports none. */
  readonly watermark: Watermark | undefined;
  /** From the slowest to the fastest subtask, idle ones included. */
  readonly range: WatermarkRange | undefined;
  /** Time of the sample minus the watermark, in ms. Negative: the watermark is in the future. */
  readonly lagMs: number | undefined;
  readonly lags: readonly Point[];
  readonly holder: WatermarkHolder | undefined;
  readonly backlog: Backlog | undefined;
  /** undefined if they are not read. */
  readonly subtasks: readonly SubtaskWatermarks[] | undefined;
  /** Epoch ms of the subtasks, which may be from another fetch. */
  readonly subtasksAt: number | undefined;
};

export type JobEventTime = {
  /** Epoch ms of the values. */
  readonly at: number;
  readonly firstAt: number;
  readonly runningAt: number | undefined;
  /** `unused`: no operator of the job has a watermark, and none assigns one. */
  readonly usage: 'used' | 'unused';
  /** In topological order, including those that are not measured. */
  readonly vertices: readonly VertexEventTime[];
  /** The lowest watermark at the ends of the graph; undefined if Flink reports none. */
  readonly watermark: Watermark | undefined;
  readonly lagMs: number | undefined;
  /** When the watermark was first seen at its value. */
  readonly since: number | undefined;
  readonly holder: WatermarkHolder | undefined;
  /** Records per second that all sources emit; undefined if unknown. */
  readonly sourceRate: number | undefined;
  /** How long all subtasks of all sources have had no records, in ms; undefined if one has some, or if unknown. */
  readonly quietMs: number | undefined;
};

export type EventTimeParts = {
  readonly vertices: readonly JobVertex[];
  readonly history: EventTimeHistory;
  readonly subtasks: JobWatermarks['subtasks'];
  readonly pods: JobWatermarks['pods'];
};

/** Computes what is known about the event time of a job. */
export function jobEventTime({ vertices, history, subtasks, pods }: EventTimeParts): JobEventTime {
  const { sample, firstAt } = history;
  const job: JobWatermarks = {
    vertices: new Map(vertices.map((vertex) => [vertex.id, vertex])),
    sample,
    subtasks,
    pods,
    effective: effectiveRanges(vertices, sample),
  };
  const consumed = new Set(vertices.flatMap(({ inputs }) => inputs));
  const known = vertices.map((vertex) => vertexEventTime(job, history, vertex, consumed.has(vertex.id)));
  const ends = known.filter((vertex) => vertex.sample !== undefined && !consumed.has(vertex.vertex.id));
  const watermark = lowest(ends.flatMap((end) => end.watermark ?? []));
  const slowest = ends.find((end) => end.watermark === watermark);
  return {
    at: sample.at,
    firstAt,
    runningAt: sample.runningAt,
    usage: usesEventTime(known) ? 'used' : 'unused',
    vertices: known,
    watermark,
    lagMs: lagOf(watermark, sample.at),
    since: slowest && sinceOf(history, slowest).at,
    holder: slowest?.holder,
    ...sourceFacts(known),
  };
}

function vertexEventTime(
  job: JobWatermarks,
  history: EventTimeHistory,
  vertex: JobVertex,
  isConsumed: boolean,
): VertexEventTime {
  const { sample } = job;
  const known = sample.vertices.get(vertex.id);
  const past = history.vertices.get(vertex.id);
  const effective = job.effective.get(vertex.id);
  const subtasks = job.subtasks.get(vertex.id);
  const isSource = vertex.inputs.length === 0;
  // Nobody ignores the idle subtasks of a source without consumers, so the fastest one counts.
  const isAlone = isSource && !isConsumed;
  const watermark = isAlone ? effective?.max : effective?.min;
  return {
    vertex,
    isSource,
    sample: known,
    watermark,
    range: known?.output ?? known?.input,
    lagMs: lagOf(watermark, sample.at),
    lags: past?.lags ?? [],
    holder: known === undefined || isAlone ? undefined : findHolder(job, vertex),
    backlog: known?.pendingRecords === undefined ? undefined : backlogOf(known.pendingRecords, past?.pending ?? []),
    subtasks: subtasks?.value,
    subtasksAt: subtasks?.at,
  };
}

const lagOf = (watermark: Watermark | undefined, at: number): number | undefined =>
  typeof watermark === 'number' ? at - watermark : undefined;

function backlogOf(pendingRecords: number, points: readonly Point[]): Backlog {
  const growth = growthOf(points);
  return { pendingRecords, growth, catchUp: growth && catchUpOf(pendingRecords, growth), points };
}

function sinceOf({ vertices }: EventTimeHistory, { vertex, isSource }: VertexEventTime): Since {
  const known = vertices.get(vertex.id);
  return (isSource ? known?.highest : known?.lowest) ?? { watermark: undefined, at: Number.NaN };
}

/** An operator that assigns watermarks has such a name, in the DataStream API and in SQL. */
const assigner = /Timestamps\/Watermarks|WatermarkAssigner/;

function usesEventTime(vertices: readonly VertexEventTime[]): boolean {
  const newest = highest(vertices.flatMap(({ sample }) => (sample && highestOf(sample)) ?? []));
  if (newest !== undefined && newest !== 'none') return true;
  return vertices.some(({ vertex }) => assigner.test(vertex.name));
}

function sourceFacts(vertices: readonly VertexEventTime[]): Pick<JobEventTime, 'sourceRate' | 'quietMs'> {
  const samples = vertices.flatMap(({ isSource, sample }) => (isSource ? [sample] : []));
  const rates = samples.flatMap((sample) => sample?.rate?.sum ?? []);
  const idle = samples.map((sample) => sample?.idleMs?.min ?? 0);
  const sourceRate = rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0);
  const quietMs = idle.length === 0 ? 0 : smallest(idle);
  return { sourceRate, quietMs: quietMs > 0 && sourceRate === 0 ? quietMs : undefined };
}
