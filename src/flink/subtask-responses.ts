import type { CheckpointAttempt } from './responses.ts';

// Responses about the vertices and the subtasks of one job. Units as in responses.ts.

/** A checkpoint or savepoint with its part in each vertex. */
export type CheckpointDetail = CheckpointAttempt & {
  readonly acknowledgedSubtasks: number;
  readonly subtasks: number;
  readonly latestAckAt: number | undefined;
  readonly vertices: readonly CheckpointVertex[];
};

export type CheckpointVertex = {
  readonly id: string;
  readonly acknowledgedSubtasks: number;
  readonly subtasks: number;
  /** This and the duration are undefined until a subtask has acknowledged the checkpoint. */
  readonly latestAckAt: number | undefined;
  /** Time from the trigger of the checkpoint to the newest acknowledgement. */
  readonly durationMs: number | undefined;
  /** Sizes of the acknowledged subtasks: the whole state, and the part that this checkpoint has written. */
  readonly bytes: number;
  readonly writtenBytes: number;
  /** Bytes that the tasks processed during the alignment, and in-flight bytes in an unaligned checkpoint. */
  readonly processedBytes: number;
  readonly persistedBytes: number;
};

/** The part of one subtask in a checkpoint. */
export type CheckpointSubtask =
  /** The subtask has not acknowledged the checkpoint. It may have failed to. */
  | { readonly state: 'pending'; readonly index: number }
  | {
      readonly state: 'acknowledged';
      readonly index: number;
      readonly ackAt: number;
      /** Time from the trigger of the checkpoint to the acknowledgement. */
      readonly endToEndMs: number | undefined;
      /** The phases, in order. undefined: Flink has not measured the phase. */
      readonly startDelayMs: number | undefined;
      readonly alignmentMs: number | undefined;
      readonly syncMs: number | undefined;
      readonly asyncMs: number | undefined;
      readonly bytes: number;
      readonly isUnaligned: boolean;
      readonly isAborted: boolean;
    };

/** The newest attempt of one subtask of a vertex. */
export type Subtask = {
  readonly index: number;
  /** 0 for the first attempt. */
  readonly attempt: number;
  /** Flink's execution state, such as `RUNNING`. */
  readonly status: string;
  /** The TaskManager. undefined before the deployment */
  readonly pod: string | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /**
   * Counters of the attempt, as of the last time that the JobManager fetched the metrics. 0 before the first fetch.
   * The busy time is undefined if Flink cannot measure it, as for a legacy source.
   */
  readonly busyMs: number | undefined;
  readonly idleMs: number;
  readonly backPressuredMs: number;
  readonly readRecords: number;
  readonly writeRecords: number;
  readonly readBytes: number;
  readonly writeBytes: number;
  /** False before the first fetch. */
  readonly isComplete: boolean;
};

/** How a subtask spent its time in the last minute, in ms per second. */
export type SubtaskGauges = {
  /** undefined if Flink cannot measure it, as for a legacy source. */
  readonly busyMs: number | undefined;
  readonly idleMs: number;
  readonly backPressuredMs: number;
};
