import type { JobVertex } from '../../../src/flink/responses.ts';
import { addSample, type EventTimeHistory } from '../../../src/session/event-time/event-time-history.ts';
import type { VertexSample } from '../../../src/session/event-time/event-time-sample.ts';
import { type EventTimeParts, jobEventTime } from '../../../src/session/event-time/job-event-time.ts';
import type { Watermark } from '../../../src/session/event-time/watermark.ts';

const startedAt = Date.UTC(2026, 10, 28, 11);
/** Time of the newest sample. */
export const sampledAt = Date.UTC(2026, 10, 28, 12);
export const secondsBefore = (seconds: number): number => sampledAt - seconds * 1000;

type Pair = readonly [min: Watermark, max: Watermark];
export type SamplePart = Partial<Omit<VertexSample, 'input' | 'output'>> & { readonly in?: Pair; readonly out?: Pair };

const rangeOf = (pair: Pair | undefined) => pair && { min: pair[0], max: pair[1] };
const emitting = { min: 20, max: 30, sum: 50 };

/** A sample of a vertex that emits records in all subtasks. */
const sampleOfVertex = ({ in: input, out, ...part }: SamplePart): VertexSample => ({
  input: rangeOf(input),
  output: rangeOf(out),
  rate: emitting,
  pendingRecords: undefined,
  recordsLag: undefined,
  idleMs: undefined,
  driftMs: undefined,
  ...part,
});

export type Samples = { readonly [vertexId: string]: SamplePart };

/** A history of samples that are ten seconds apart, the newest last. */
export function historyOf(samples: readonly Samples[], runningAt = startedAt): EventTimeHistory {
  const [last, ...earlier] = samples.toReversed();
  const ordered = [...earlier.toReversed(), last ?? {}];
  return ordered.reduce<EventTimeHistory | undefined>((history, vertices, index) => {
    const at = secondsBefore((ordered.length - 1 - index) * 10);
    const entries = Object.entries(vertices).map(([id, part]) => [id, sampleOfVertex(part)] as const);
    return addSample(history, { at, runningAt, vertices: new Map(entries) });
  }, undefined) as EventTimeHistory;
}

/** Returns the event time of a job from its samples, the newest last. */
export const eventTimeOf = (
  vertices: readonly JobVertex[],
  samples: readonly Samples[],
  part: Partial<EventTimeParts> = {},
) => jobEventTime({ vertices, history: historyOf(samples), subtasks: new Map(), pods: new Map(), ...part });
