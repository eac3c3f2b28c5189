/** The part of one subtask in a checkpoint. The phases follow one another. */
export type Snapshot = {
  /** undefined if the subtask never acknowledges the checkpoint */
  readonly ackAt: number | undefined;
  readonly startDelayMs: number;
  readonly alignmentMs: number;
  readonly syncMs: number;
  readonly asyncMs: number;
  readonly size: number;
};
export type VertexSnapshots = { readonly vertexId: string; readonly subtasks: readonly Snapshot[] };

/** One checkpoint or savepoint in a job's checkpoint statistics. */
export type Checkpoint = {
  readonly id: number;
  readonly type: 'CHECKPOINT' | 'SAVEPOINT' | 'SYNC_SAVEPOINT';
  readonly format: 'CANONICAL' | 'NATIVE' | undefined;
  readonly triggeredAt: number;
  readonly vertices: readonly VertexSnapshots[];
  status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  endedAt: number | undefined;
  path: string | undefined;
  failure: string | undefined;
};

export type CheckpointStatistics = {
  restored: number;
  completed: number;
  failed: number;
  nextId: number;
  /** Newest first, at most ten. */
  history: Checkpoint[];
  latestCompleted: Checkpoint | undefined;
  latestSavepoint: Checkpoint | undefined;
  latestFailed: Checkpoint | undefined;
  latestRestored: { readonly checkpoint: Checkpoint; readonly at: number } | undefined;
};

const maxHistory = 10;

export function newCheckpointStatistics(nextId: number): CheckpointStatistics {
  return {
    restored: 0,
    completed: 0,
    failed: 0,
    nextId,
    history: [],
    latestCompleted: undefined,
    latestSavepoint: undefined,
    latestFailed: undefined,
    latestRestored: undefined,
  };
}

/** Returns the snapshots that their subtasks have acknowledged by now, before the checkpoint ended. */
export function acknowledged(
  { endedAt }: Checkpoint,
  subtasks: readonly Snapshot[],
  now: number,
): readonly (Snapshot & { readonly ackAt: number })[] {
  const end = Math.min(now, endedAt ?? now);
  return subtasks.flatMap(({ ackAt, ...phases }) =>
    ackAt !== undefined && ackAt <= end ? [{ ...phases, ackAt }] : [],
  );
}

/** Returns the size of a complete checkpoint. */
export const sizeOf = ({ vertices }: Checkpoint): number =>
  vertices.reduce((total, { subtasks }) => total + subtasks.reduce((sum, { size }) => sum + size, 0), 0);

export const countInProgress = ({ history }: CheckpointStatistics): number =>
  history.filter(({ status }) => status === 'IN_PROGRESS').length;

export function beginCheckpoint(
  statistics: CheckpointStatistics,
  type: Checkpoint['type'],
  format: Checkpoint['format'],
  at: number,
  vertices: readonly VertexSnapshots[],
): Checkpoint {
  const checkpoint: Checkpoint = {
    id: statistics.nextId,
    type,
    format,
    triggeredAt: at,
    vertices,
    status: 'IN_PROGRESS',
    endedAt: undefined,
    path: undefined,
    failure: undefined,
  };
  statistics.nextId += 1;
  statistics.history = [checkpoint, ...statistics.history].slice(0, maxHistory);
  return checkpoint;
}

export function completeCheckpoint(
  statistics: CheckpointStatistics,
  checkpoint: Checkpoint,
  outcome: { readonly at: number; readonly path: string },
): void {
  Object.assign(checkpoint, { status: 'COMPLETED', endedAt: outcome.at, path: outcome.path });
  statistics.completed += 1;
  if (checkpoint.type === 'CHECKPOINT') statistics.latestCompleted = checkpoint;
  else statistics.latestSavepoint = checkpoint;
}

export function failCheckpoint(
  statistics: CheckpointStatistics,
  checkpoint: Checkpoint,
  at: number,
  failure: string,
): void {
  Object.assign(checkpoint, { status: 'FAILED', endedAt: at, failure });
  statistics.failed += 1;
  statistics.latestFailed = checkpoint;
}
