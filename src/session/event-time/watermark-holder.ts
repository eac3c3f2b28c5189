import type { JobVertex } from '../../flink/responses.ts';
import { type Dated, type EventTimeSample, rangeOfVertex } from './event-time-sample.ts';
import { lastSubtask, lateOperator, lateSplit, type SubtaskWatermarks } from './subtask-watermarks.ts';
import { compareWatermarks, distanceMs, highest, lowest, type Watermark, type WatermarkRange } from './watermark.ts';

/** Who holds a watermark back. */
export type WatermarkHolder = {
  readonly vertex: JobVertex;
  /** Index; undefined if all subtasks are behind, or if the subtasks are not read. */
  readonly subtask: number | undefined;
  /** Whether it is one subtask, or some, and not the whole vertex. */
  readonly isPart: boolean;
  readonly pod: string | undefined;
  /** Name of the operator, and the split of the source. undefined if unknown. */
  readonly operator: string | undefined;
  readonly split: string | undefined;
  readonly watermark: Watermark;
  /** The highest watermark of the others. */
  readonly others: Watermark;
  /** Whether it has emitted no record in the last minute; undefined if unknown. */
  readonly emitsNothing: boolean | undefined;
  /** How long the source of the subtask has had no records, in ms; undefined if it has some, or if unknown. */
  readonly idleMs: number | undefined;
};

/** What is known about a job to find the holder. By vertex id. */
export type JobWatermarks = {
  readonly vertices: ReadonlyMap<string, JobVertex>;
  readonly sample: EventTimeSample;
  readonly subtasks: ReadonlyMap<string, Dated<readonly SubtaskWatermarks[]>>;
  readonly pods: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** The watermarks without those of idle subtasks. */
  readonly effective: ReadonlyMap<string, WatermarkRange>;
};

/** Watermarks of subtasks that differ by less are not behind. Out-of-order records and the age of the values explain it. */
const behindMs = 10_000;

/**
 * Returns the watermarks without those of idle subtasks. The vertices after it ignore a subtask that is idle: their
 * watermark is then higher than its own.
 */
export function effectiveRanges(vertices: readonly JobVertex[], sample: EventTimeSample): JobWatermarks['effective'] {
  const passed = new Map<string, Watermark>();
  for (const { id, inputs } of vertices) {
    const input = sample.vertices.get(id)?.input?.min;
    if (input === undefined) continue;
    for (const producer of inputs) passed.set(producer, highest([input, passed.get(producer) ?? 'none']) ?? input);
  }
  const ranges = new Map<string, WatermarkRange>();
  for (const { id } of vertices) {
    const range = rangeOfVertex(sample.vertices.get(id));
    if (range !== undefined) ranges.set(id, withoutIdle(range, passed.get(id)));
  }
  return ranges;
}

function withoutIdle(range: WatermarkRange, passed: Watermark | undefined): WatermarkRange {
  if (passed === undefined || distanceMs(range.min, passed) <= behindMs / 2) return range;
  return { ...range, min: lowest([passed, range.max]) ?? passed };
}

/**
 * Goes upstream from a vertex along the lowest watermarks to the first vertex that is behind although its inputs are not.
 * Returns undefined if nobody holds the watermark back.
 */
export function findHolder(job: JobWatermarks, from: JobVertex): WatermarkHolder | undefined {
  const { vertex, siblings } = walk(job, from);
  const range = job.effective.get(vertex.id);
  if (range === undefined || range.min === 'ended') return undefined;
  if (isBehind(range.min, range.max)) return describe(job, vertex, range.min, range.max, true);
  const others = highest(siblings.flatMap((sibling) => job.effective.get(sibling.id)?.min ?? []));
  if (others === undefined || !isBehind(range.max, others)) return undefined;
  return describe(job, vertex, range.min, others, false);
}

/** Ended inputs do not count: their watermark is the highest. */
const isBehind = (watermark: Watermark, others: Watermark): boolean =>
  others !== 'ended' && distanceMs(watermark, others) >= behindMs;

type Walk = { readonly vertex: JobVertex; readonly siblings: readonly JobVertex[] };

/**
 * Returns the vertex at which a watermark is behind, and the other inputs on the way to it. Vertices that are not measured let
 * the watermark through.
 */
function walk(job: JobWatermarks, from: JobVertex): Walk {
  const siblings: JobVertex[] = [];
  let vertex = from;
  // A graph of Flink has no cycles, but a server could send one.
  const seen = new Set([from.id]);
  while (!holdsBackItself(job, vertex)) {
    const [slowest, ...others] = measuredInputs(job, vertex).toSorted((a, b) =>
      compareWatermarks(minOf(job, a), minOf(job, b)),
    );
    if (slowest === undefined || seen.has(slowest.id)) break;
    seen.add(slowest.id);
    for (const other of others) siblings.push(other);
    vertex = slowest;
  }
  return { vertex, siblings };
}

/** Returns the nearest measured vertices before a vertex. */
function measuredInputs({ vertices, sample }: JobWatermarks, { inputs }: JobVertex): readonly JobVertex[] {
  const seen = new Set(inputs);
  const measured: JobVertex[] = [];
  // Ids that are added during the loop are visited as well.
  for (const id of seen) {
    const input = vertices.get(id);
    if (input === undefined) continue;
    if (sample.vertices.has(id)) measured.push(input);
    else for (const before of input.inputs) seen.add(before);
  }
  return measured;
}

const minOf = (job: JobWatermarks, vertex: JobVertex): Watermark => job.effective.get(vertex.id)?.min ?? 'ended';

/** Whether the watermark before a vertex is higher than the one after it. */
function holdsBackItself({ sample }: JobWatermarks, { id }: JobVertex): boolean {
  const { input, output } = sample.vertices.get(id) ?? {};
  return input !== undefined && output !== undefined && isBehind(output.min, input.min);
}

function describe(
  { subtasks, pods, sample }: JobWatermarks,
  vertex: JobVertex,
  watermark: Watermark,
  others: Watermark,
  isPart: boolean,
): WatermarkHolder {
  const known = subtasks.get(vertex.id)?.value ?? [];
  const late = isPart || vertex.parallelism === 1 ? lastSubtask(known) : undefined;
  const rate = sample.vertices.get(vertex.id)?.rate;
  const subtask = late?.index ?? (vertex.parallelism === 1 ? 0 : undefined);
  return {
    vertex,
    subtask,
    isPart,
    pod: subtask === undefined ? undefined : pods.get(vertex.id)?.[subtask],
    operator: late && lateOperator(late, known),
    split: late && lateSplit(late),
    watermark,
    others,
    emitsNothing: late?.rate !== undefined ? late.rate === 0 : rate && (isPart ? rate.min === 0 : rate.max === 0),
    idleMs: late?.idleMs === 0 ? undefined : late?.idleMs,
  };
}
