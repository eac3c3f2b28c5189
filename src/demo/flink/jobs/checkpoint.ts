/** One checkpoint or savepoint in a job's checkpoint statistics. */
export type Checkpoint = {
  readonly id: number;
  readonly type: 'CHECKPOINT' | 'SAVEPOINT' | 'SYNC_SAVEPOINT';
  readonly format: 'CANONICAL' | 'NATIVE' | undefined;
  readonly triggeredAt: number;
  status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  endedAt: number | undefined;
  size: number;
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

export const countInProgress = ({ history }: CheckpointStatistics): number =>
  history.filter(({ status }) => status === 'IN_PROGRESS').length;

export function beginCheckpoint(
  statistics: CheckpointStatistics,
  type: Checkpoint['type'],
  format: Checkpoint['format'],
  at: number,
): Checkpoint {
  const checkpoint: Checkpoint = {
    id: statistics.nextId,
    type,
    format,
    triggeredAt: at,
    status: 'IN_PROGRESS',
    endedAt: undefined,
    size: 0,
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
  outcome: { readonly at: number; readonly size: number; readonly path: string },
): void {
  Object.assign(checkpoint, { status: 'COMPLETED', endedAt: outcome.at, size: outcome.size, path: outcome.path });
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
