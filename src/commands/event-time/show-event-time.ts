import {
  catchUpText,
  growthText,
  holderText,
  lagText,
  spreadText,
  watermarkText,
} from '../../diagnosis/event-time-texts.ts';
import { eventTimeVerdict, missingBacklog } from '../../diagnosis/event-time-verdict.ts';
import type { VertexEventTime } from '../../session/event-time/job-event-time.ts';
import type { SubtaskWatermarks } from '../../session/event-time/subtask-watermarks.ts';
import type { Watermark } from '../../session/event-time/watermark.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatCount } from '../../text/format-count.ts';
import { formatRate } from '../../text/format-rate.ts';
import { printable } from '../../text/printable.ts';
import { tableLines } from '../../text/table.ts';
import type { EventTimeResult } from './read-event-time.ts';

/** Formats the verdict, a row for each vertex, and the subtasks of the chosen vertex. */
export function* eventTimeLines(result: EventTimeResult): Generator<string> {
  const { eventTime, vertex, now, leftOut } = result;
  yield printable(eventTimeVerdict(eventTime, now).text);
  yield '';
  yield* tableLines(
    vertexColumns.map(([title]) => title),
    eventTime.vertices,
    (known) => vertexColumns.map(([, text]) => text(known, now) ?? '-'),
  );
  const note = missingBacklog(eventTime);
  if (note !== undefined) yield* ['', note];
  if (leftOut > 0) yield* ['', `${leftOut} more vertices are not read`];
  if (vertex !== undefined) yield* subtaskLines(result, vertex.id);
}

function* subtaskLines({ eventTime, pods, now }: EventTimeResult, vertexId: string): Generator<string> {
  const known = eventTime.vertices.find(({ vertex }) => vertex.id === vertexId);
  const subtasks = known?.subtasks ?? [];
  if (known === undefined) return;
  yield* ['', `Subtasks of ${printable(known.vertex.name)}`];
  if (subtasks.length === 0) {
    yield 'Flink reports no metrics of the subtasks';
    return;
  }
  const context = { now, at: known.subtasksAt ?? eventTime.at, pods: pods.get(vertexId) ?? [] };
  yield* tableLines(
    subtaskColumns.map(([title]) => title),
    subtasks,
    (subtask) => subtaskColumns.map(([, text]) => text(subtask, context) ?? '-'),
  );
  if (subtasks.length < known.vertex.parallelism) {
    yield `the first ${subtasks.length} of ${known.vertex.parallelism} subtasks`;
  }
}

type VertexText = (known: VertexEventTime, now: number) => string | undefined;

const vertexColumns: readonly (readonly [title: string, text: VertexText])[] = [
  ['VERTEX', ({ vertex }) => vertex.name],
  ['WATERMARK', ({ watermark }, now) => watermarkOrNothing(watermark, now)],
  ['LAG', ({ lagMs }) => (lagMs === undefined ? undefined : lagText(lagMs))],
  ['SPREAD', ({ range, vertex }) => (vertex.parallelism > 1 ? spreadText(range) : undefined)],
  ['PENDING', ({ backlog }) => backlog && formatCount(backlog.pendingRecords)],
  ['GROWTH', ({ backlog }) => backlog?.growth && growthText(backlog.growth)],
  ['CATCH-UP', ({ backlog }) => backlog?.catchUp && catchUpText(backlog.catchUp)],
  ['HELD BACK BY', ({ holder }) => holder && holderText(holder)],
];

type SubtaskContext = { readonly now: number; readonly at: number; readonly pods: readonly (string | undefined)[] };
type SubtaskText = (subtask: SubtaskWatermarks, context: SubtaskContext) => string | undefined;

const subtaskColumns: readonly (readonly [title: string, text: SubtaskText])[] = [
  ['SUBTASK', ({ index }) => `${index + 1}`],
  ['INPUT', ({ input }, { now }) => watermarkOrNothing(input, now)],
  ['WATERMARK', ({ output }, { now }) => watermarkOrNothing(output, now)],
  ['LAG', ({ output, input }, { at }) => lagOfWatermark(output ?? input, at)],
  ['RECORDS', ({ rate }) => (rate === undefined ? undefined : formatRate(rate))],
  ['PENDING', ({ pendingRecords }) => (pendingRecords === undefined ? undefined : formatCount(pendingRecords))],
  ['IDLE', ({ idleMs }) => (idleMs === undefined ? undefined : formatDuration(idleMs))],
  ['POD', ({ index }, { pods }) => pods[index]],
];

const watermarkOrNothing = (watermark: Watermark | undefined, now: number): string | undefined =>
  watermark === undefined ? undefined : watermarkText(watermark, now);

function lagOfWatermark(watermark: Watermark | undefined, at: number): string | undefined {
  return typeof watermark === 'number' ? lagText(at - watermark) : undefined;
}
