import { eventTimeVerdict } from '../../diagnosis/event-time-verdict.ts';
import type { VertexEventTime } from '../../session/event-time/job-event-time.ts';
import type { SubtaskWatermarks } from '../../session/event-time/subtask-watermarks.ts';
import type { Watermark } from '../../session/event-time/watermark.ts';
import type { WatermarkHolder } from '../../session/event-time/watermark-holder.ts';
import { isoTime } from '../../text/utc-time.ts';
import type { EventTimeResult } from './read-event-time.ts';

/** The event time of a job as JSON. What is unknown is null. */
export function eventTimeData({ job, eventTime, vertex, pods, now }: EventTimeResult): unknown {
  const { at, usage, watermark, lagMs, holder, vertices } = eventTime;
  const chosen = vertices.find((known) => known.vertex.id === vertex?.id);
  return {
    job: { id: job.id, name: job.name },
    usesEventTime: usage === 'used',
    verdict: eventTimeVerdict(eventTime, now),
    at: isoTime(at),
    watermark: watermarkData(watermark),
    lagMs: lagMs ?? null,
    heldBackBy: holderData(holder),
    vertices: vertices.map(vertexData),
    subtasks:
      chosen === undefined
        ? null
        : (chosen.subtasks?.map((subtask) =>
            subtaskData(subtask, chosen.subtasksAt ?? at, pods.get(chosen.vertex.id)?.[subtask.index]),
          ) ?? null),
  };
}

function vertexData({ vertex, watermark, lagMs, range, holder, backlog, sample }: VertexEventTime): unknown {
  const { growth, catchUp } = backlog ?? {};
  return {
    id: vertex.id,
    name: vertex.name,
    parallelism: vertex.parallelism,
    watermark: watermarkData(watermark),
    lagMs: lagMs ?? null,
    slowest: watermarkData(range?.min),
    fastest: watermarkData(range?.max),
    heldBackBy: holderData(holder),
    recordsPerSecond: sample?.rate?.sum ?? null,
    pendingRecords: backlog?.pendingRecords ?? null,
    growthPerSecond: growth?.perSecond ?? null,
    growthUnknown: growth === undefined ? unknownGrowth(backlog !== undefined) : null,
    catchUp: catchUp?.kind ?? null,
    catchUpSeconds: catchUp?.kind === 'in' ? catchUp.seconds : null,
    recordsLagMax: sample?.recordsLag ?? null,
    idleMs: sample?.idleMs?.max ?? null,
    driftMs: sample?.driftMs ?? null,
  };
}

const unknownGrowth = (hasBacklog: boolean): string =>
  hasBacklog ? 'one reading, see --watch-for' : 'no pending records are reported';

function holderData(holder: WatermarkHolder | undefined): unknown {
  if (holder === undefined) return null;
  const { vertex, subtask, pod, operator, split, watermark, others, emitsNothing } = holder;
  return {
    vertex: { id: vertex.id, name: vertex.name },
    subtask: subtask === undefined ? null : subtask + 1,
    pod: pod ?? null,
    operator: operator ?? null,
    split: split ?? null,
    watermark: watermarkData(watermark),
    others: watermarkData(others),
    emitsNothing: emitsNothing ?? null,
  };
}

function subtaskData(subtask: SubtaskWatermarks, at: number, pod: string | undefined): unknown {
  const { index, input, output, rate, pendingRecords, idleMs, operators, splits } = subtask;
  const watermark = output ?? input;
  return {
    subtask: index + 1,
    pod: pod ?? null,
    input: watermarkData(input),
    output: watermarkData(output),
    lagMs: typeof watermark === 'number' ? at - watermark : null,
    recordsPerSecond: rate ?? null,
    pendingRecords: pendingRecords ?? null,
    idleMs: idleMs ?? null,
    operators: operators.map(({ name, output: after }) => ({ name, output: watermarkData(after) })),
    splits: splits.map(({ split, watermark: ofSplit, idle, paused }) => ({
      split,
      watermark: watermarkData(ofSplit),
      idle: idle ?? null,
      paused: paused ?? null,
    })),
  };
}

function watermarkData(watermark: Watermark | undefined): unknown {
  if (watermark === undefined) return null;
  if (typeof watermark !== 'number') return { state: watermark, at: null };
  const isDate = Math.abs(watermark) <= 8.64e15;
  return { state: 'time', at: isDate ? isoTime(watermark) : null };
}
