import { percent } from '../../diagnosis/texts.ts';
import type { Subtask } from '../../flink/subtask-responses.ts';
import { averageShares } from '../../session/jobs/subtask-measures.ts';
import { formatCount } from '../../text/format-count.ts';
import { formatSize } from '../../text/format-size.ts';
import { printable } from '../../text/printable.ts';
import { tableLines } from '../../text/table.ts';
import { utcTime } from '../../text/utc-time.ts';
import type { SubtasksResult } from './read-subtasks.ts';
import { averageText, skewText } from './subtask-texts.ts';

/** Formats the vertex, its average subtask, the spread of the records, and a row for each subtask. */
export function* subtaskLines(result: SubtasksResult): Generator<string> {
  const { job, vertex, number, vertexCount, subtasks, measured, skew } = result;
  const average = averageShares(subtasks.map((subtask) => measured.of(subtask).shares));
  yield `${printable(vertex.name)}, vertex ${number} of ${vertexCount} of ${printable(job.name)}`;
  if (average !== undefined && measured.measure !== undefined) {
    yield `average: ${averageText(average, measured.measure)}`;
  }
  if (skew !== undefined) yield `records since the start: ${skewText(skew)}`;
  yield '';
  yield* tableLines(
    columns.map(([title]) => title),
    subtasks,
    (subtask) => columns.map(([, text]) => text(subtask, result) ?? '-'),
  );
}

type CellText = (subtask: Subtask, result: SubtasksResult) => string | undefined;

const share =
  (name: 'busy' | 'backPressured' | 'idle'): CellText =>
  (subtask, { measured }) => {
    const value = measured.of(subtask).shares?.[name];
    return value === undefined ? undefined : percent(value);
  };

const total =
  (format: (subtask: Subtask) => string): CellText =>
  (subtask) =>
    subtask.isComplete ? format(subtask) : undefined;

const columns: readonly (readonly [title: string, text: CellText])[] = [
  ['SUBTASK', ({ index }) => `${index + 1}`],
  ['STATUS', ({ status }) => status],
  ['BUSY', share('busy')],
  ['BACK-PRESSURED', share('backPressured')],
  ['IDLE', share('idle')],
  ['RECORDS IN', total(({ readRecords }) => formatCount(readRecords))],
  ['RECORDS OUT', total(({ writeRecords }) => formatCount(writeRecords))],
  ['BYTES IN', total(({ readBytes }) => formatSize(readBytes))],
  ['BYTES OUT', total(({ writeBytes }) => formatSize(writeBytes))],
  ['ATTEMPT', ({ attempt }) => `#${attempt}`],
  ['STARTED', ({ startedAt }) => (startedAt === undefined ? undefined : utcTime(startedAt))],
  ['POD', ({ pod }) => pod ?? 'not deployed'],
];

/** The subtasks as JSON. What is not measured is null. */
export function subtaskData(result: SubtasksResult): unknown {
  const { job, vertex, subtasks, measured, skew } = result;
  return {
    job: { id: job.id, name: job.name },
    vertex: { id: vertex.id, name: vertex.name, parallelism: vertex.parallelism },
    measured: measured.measure ?? null,
    skew: skew ?? null,
    subtasks: subtasks.map((subtask) => {
      const { shares, rates } = measured.of(subtask);
      const totalOf = (count: number) => (subtask.isComplete ? count : null);
      return {
        subtask: subtask.index + 1,
        pod: subtask.pod ?? null,
        attempt: subtask.attempt,
        status: subtask.status,
        startedAt: isoTime(subtask.startedAt),
        endedAt: isoTime(subtask.endedAt),
        busy: shares?.busy ?? null,
        backPressured: shares?.backPressured ?? null,
        idle: shares?.idle ?? null,
        recordsIn: totalOf(subtask.readRecords),
        recordsOut: totalOf(subtask.writeRecords),
        bytesIn: totalOf(subtask.readBytes),
        bytesOut: totalOf(subtask.writeBytes),
        recordsInPerSecond: rates?.recordsIn ?? null,
        recordsOutPerSecond: rates?.recordsOut ?? null,
      };
    }),
  };
}

const isoTime = (at: number | undefined): string | null => (at === undefined ? null : utcTime(at));
