import type { JobVertex } from '../../../flink/responses.ts';
import type { Subtask } from '../../../flink/subtask-responses.ts';
import { type RecordSkew, recordSkew } from '../../../session/jobs/record-skew.ts';
import {
  averageShares,
  type MeasuredSubtasks,
  measuresOf,
  type Shares,
} from '../../../session/jobs/subtask-measures.ts';
import { subtaskGauges, vertexSubtasks } from '../../../session/readings/flink-readings.ts';
import { readingOf } from '../../../session/readings/reading.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../../state/screen-state.ts';

/** The subtasks of a vertex as of their last response. */
export type MeasuredVertex = {
  readonly subtasks: readonly Subtask[];
  readonly measured: MeasuredSubtasks;
  readonly average: Shares | undefined;
  readonly skew: RecordSkew | undefined;
};

/** Returns undefined until the subtasks are read. */
export function measuredVertex(state: ScreenState, jobId: string, vertex: JobVertex): MeasuredVertex | undefined {
  const { snapshot } = state;
  if (snapshot === undefined) return undefined;
  const reading = vertexSubtasks(jobId, vertex.id);
  const { value: subtasks, readAt = 0 } = readingOf(snapshot, reading);
  if (subtasks === undefined) return undefined;
  const gauges = readingOf(snapshot, subtaskGauges(jobId, vertex.id, vertex.parallelism));
  // The clocks advance together, once a second.
  const clockOffset = Math.round((state.serverNow - state.now) / 1000) * 1000;
  return measure(
    subtasks,
    snapshot.subtaskLoads.get(reading.key),
    gauges.value,
    gauges.readAt === undefined ? undefined : gauges.readAt + clockOffset,
    readAt + clockOffset,
  );
}

const measure = rememberLast(
  (
    subtasks: readonly Subtask[],
    loads: Parameters<typeof measuresOf>[1]['loads'],
    gauges: Parameters<typeof measuresOf>[1]['gauges'],
    gaugesAt: number | undefined,
    now: number,
  ): MeasuredVertex => {
    const measured = measuresOf(subtasks, { loads, gauges, gaugesAt, now });
    const average = averageShares(subtasks.map((subtask) => measured.of(subtask).shares));
    return { subtasks, measured, average, skew: recordSkew(subtasks, measured) };
  },
);
