import { largest, smallest } from '../../../text/largest.ts';
import { acknowledged, type Checkpoint, type Snapshot } from '../jobs/checkpoint.ts';
import type { Job } from '../jobs/job.ts';
import { checkpointResponse } from './checkpoint-responses.ts';
import { handlerError } from './rest-error.ts';
import type { RestContext } from './route.ts';

/** Returns a checkpoint of the history. Flink also knows the latest completed and failed ones. */
function findCheckpoint({ checkpoints }: Job, id: string): Checkpoint {
  const { history, latestCompleted, latestFailed, latestSavepoint } = checkpoints;
  const found = [...history, latestCompleted, latestFailed, latestSavepoint].find(
    (checkpoint) => checkpoint?.id === Number(id),
  );
  if (found) return found;
  throw handlerError(404, `Could not find checkpointing statistics for checkpoint ${id}.`);
}

export function checkpointDetails(job: Job, { params, clock }: RestContext) {
  const checkpoint = findCheckpoint(job, params.checkpointid ?? '');
  const now = clock.now();
  const tasks = checkpoint.vertices.map(({ vertexId, subtasks }) => [
    vertexId,
    taskStatistics(checkpoint, subtasks, now),
  ]);
  return { ...checkpointResponse(job, checkpoint, now), tasks: Object.fromEntries(tasks) };
}

export function checkpointSubtasks(job: Job, { params, clock }: RestContext) {
  const { checkpointid = '', vertexid = '' } = params;
  const checkpoint = findCheckpoint(job, checkpointid);
  const vertex = checkpoint.vertices.find(({ vertexId }) => vertexId === vertexid);
  if (!vertex) {
    throw handlerError(404, `There is no checkpoint statistics for task ${vertexid}.`, {
      className: 'org.apache.flink.runtime.rest.NotFoundException',
    });
  }
  const now = clock.now();
  return {
    ...taskStatistics(checkpoint, vertex.subtasks, now),
    summary: summaries(checkpoint, acknowledged(checkpoint, vertex.subtasks, now)),
    subtasks: vertex.subtasks.map((snapshot, index) => subtaskStatistics(checkpoint, snapshot, index, now)),
  };
}

const endToEnd = ({ triggeredAt }: Checkpoint, ackAt: number): number => Math.floor(ackAt) - Math.floor(triggeredAt);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Statistics of one vertex. -1: no subtask has acknowledged. */
function taskStatistics(checkpoint: Checkpoint, subtasks: readonly Snapshot[], now: number) {
  const acks = acknowledged(checkpoint, subtasks, now);
  const latestAt = largest(acks.map(({ ackAt }) => ackAt));
  const size = sum(acks.map((ack) => ack.size));
  return {
    id: checkpoint.id,
    status: checkpoint.status,
    latest_ack_timestamp: acks.length === 0 ? -1 : Math.floor(latestAt),
    checkpointed_size: size,
    state_size: size,
    end_to_end_duration: acks.length === 0 ? -1 : endToEnd(checkpoint, latestAt),
    alignment_buffered: 0,
    processed_data: 0,
    persisted_data: 0,
    num_subtasks: subtasks.length,
    num_acknowledged_subtasks: acks.length,
  };
}

/** Statistics of one subtask. Flink cannot tell whether a subtask without an acknowledgement has failed. */
function subtaskStatistics(checkpoint: Checkpoint, snapshot: Snapshot, index: number, now: number) {
  const [ack] = acknowledged(checkpoint, [snapshot], now);
  if (!ack) return { className: 'pending', index, status: 'pending_or_failed' };
  return {
    className: 'completed',
    index,
    ack_timestamp: Math.floor(ack.ackAt),
    end_to_end_duration: endToEnd(checkpoint, ack.ackAt),
    checkpointed_size: ack.size,
    state_size: ack.size,
    checkpoint: { sync: ack.syncMs, async: ack.asyncMs },
    alignment: { buffered: 0, processed: 0, persisted: 0, duration: ack.alignmentMs },
    start_delay: ack.startDelayMs,
    unaligned_checkpoint: false,
    aborted: false,
    status: 'completed',
  };
}

type Acknowledged = ReturnType<typeof acknowledged>;

function summaries(checkpoint: Checkpoint, acks: Acknowledged) {
  const of = (pick: (ack: Acknowledged[number]) => number) => minMaxAverage(acks.map(pick));
  const zeros = of(() => 0);
  return {
    checkpointed_size: of(({ size }) => size),
    state_size: of(({ size }) => size),
    end_to_end_duration: of(({ ackAt }) => endToEnd(checkpoint, ackAt)),
    checkpoint_duration: { sync: of(({ syncMs }) => syncMs), async: of(({ asyncMs }) => asyncMs) },
    alignment: {
      buffered: { min: 0, max: 0, avg: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0 },
      processed: zeros,
      persisted: zeros,
      duration: of(({ alignmentMs }) => alignmentMs),
    },
    start_delay: of(({ startDelayMs }) => startDelayMs),
  };
}

/** Flink keeps no quantiles for the subtasks of one checkpoint. */
function minMaxAverage(values: readonly number[]) {
  const isEmpty = values.length === 0;
  return {
    min: isEmpty ? 0 : smallest(values),
    max: largest(values),
    avg: isEmpty ? 0 : Math.floor(sum(values) / values.length),
    p50: 'NaN',
    p90: 'NaN',
    p95: 'NaN',
    p99: 'NaN',
    p999: 'NaN',
  };
}
