import { array, boolean, nullish, number, object, picklist, pipe, record, string, transform } from 'valibot';
import type { CheckpointDetail, CheckpointSubtask, CheckpointVertex } from '../subtask-responses.ts';
import { attemptEntries, attemptStatuses, toAttempt } from './checkpoints.ts';
import { moment } from './schemas.ts';

/** Statistics of a vertex. Before the first acknowledgement, its time and its duration are -1. */
const vertex = pipe(
  object({
    num_subtasks: number(),
    num_acknowledged_subtasks: number(),
    latest_ack_timestamp: moment,
    end_to_end_duration: moment,
    state_size: number(),
    checkpointed_size: nullish(number(), 0),
    processed_data: nullish(number(), 0),
    persisted_data: nullish(number(), 0),
  }),
  transform(
    (wire): Omit<CheckpointVertex, 'id'> => ({
      acknowledgedSubtasks: wire.num_acknowledged_subtasks,
      subtasks: wire.num_subtasks,
      latestAckAt: wire.latest_ack_timestamp,
      durationMs: wire.end_to_end_duration,
      bytes: wire.state_size,
      writtenBytes: wire.checkpointed_size,
      processedBytes: wire.processed_data,
      persistedBytes: wire.persisted_data,
    }),
  ),
);

export const checkpointDetailSchema = pipe(
  object({
    ...attemptEntries,
    status: picklist(attemptStatuses),
    num_subtasks: number(),
    num_acknowledged_subtasks: number(),
    tasks: record(string(), vertex),
  }),
  transform(
    (wire): CheckpointDetail => ({
      ...toAttempt(wire),
      acknowledgedSubtasks: wire.num_acknowledged_subtasks,
      subtasks: wire.num_subtasks,
      latestAckAt: wire.latest_ack_timestamp,
      vertices: Object.entries(wire.tasks).map(([id, statistics]) => ({ id, ...statistics })),
    }),
  ),
);

/** A subtask without an acknowledgement has only an index. Flink cannot tell whether the subtask has failed. */
const subtask = pipe(
  object({
    index: number(),
    ack_timestamp: moment,
    end_to_end_duration: moment,
    state_size: nullish(number(), 0),
    checkpoint: nullish(object({ sync: moment, async: moment })),
    alignment: nullish(object({ duration: moment })),
    start_delay: moment,
    unaligned_checkpoint: nullish(boolean(), false),
    aborted: nullish(boolean(), false),
  }),
  transform((wire): CheckpointSubtask => {
    const { index, ack_timestamp: ackAt } = wire;
    if (ackAt === undefined) return { state: 'pending', index };
    return {
      state: 'acknowledged',
      index,
      ackAt,
      endToEndMs: wire.end_to_end_duration,
      startDelayMs: wire.start_delay,
      alignmentMs: wire.alignment?.duration,
      syncMs: wire.checkpoint?.sync,
      asyncMs: wire.checkpoint?.async,
      bytes: wire.state_size,
      isUnaligned: wire.unaligned_checkpoint,
      isAborted: wire.aborted,
    };
  }),
);

export const checkpointSubtasksSchema = pipe(
  object({ subtasks: array(subtask) }),
  transform(({ subtasks }): readonly CheckpointSubtask[] => subtasks),
);
