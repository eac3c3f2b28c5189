import type { CheckpointAttempt, Checkpoints } from '../../flink/responses.ts';
import { countOf } from '../../text/count-of.ts';
import { isAbortedByRestart } from '../journal/describe-entry.ts';
import type { CheckpointEntry, JournalEntry } from '../journal/entry.ts';

/** A checkpoint or savepoint that Flink or the journal knows. Times are epoch ms by Flink's clock. */
export type ListedCheckpoint = Omit<CheckpointAttempt, 'triggeredAt'> & {
  readonly kind: 'checkpoint';
  /** undefined if only the end is known */
  readonly triggeredAt: number | undefined;
  /** Whether Flink still has its parts by vertex and subtask. */
  readonly isKept: boolean;
};

/** Checkpoints between two known ones that neither Flink nor the journal knows: their first and their last id. */
export type CheckpointGap = { readonly kind: 'gap'; readonly from: number; readonly to: number };

/** Checkpoints that Flink has counted, but does not list: older ones, and those that failed before they started. */
export type UnlistedCheckpoints = { readonly kind: 'unlisted'; readonly count: number };

export type CheckpointItem = ListedCheckpoint | CheckpointGap | UnlistedCheckpoints;

/** Maximum number of checkpoints in the list. Older ones are in the timeline. */
const maxCheckpoints = 1000;

/**
 * Merges the checkpoints that Flink still has with those of the journal, newest first. Flink keeps ten, and the newest one
 * of each kind.
 *
 * @param entries of any job, oldest first
 */
export function listCheckpoints(
  jobId: string,
  statistics: Checkpoints | undefined,
  entries: readonly JournalEntry[],
): readonly ListedCheckpoint[] {
  const byId = new Map<number, ListedCheckpoint>();
  for (const known of statistics?.enabled === true ? fromFlink(statistics) : []) byId.set(known.id, known);
  for (let index = entries.length - 1; index >= 0 && byId.size < maxCheckpoints; index -= 1) {
    const entry = entries[index];
    if (entry?.kind !== 'checkpoint' || entry.job !== jobId || entry.outcome === 'late') continue;
    if (!byId.has(entry.id)) byId.set(entry.id, fromJournal(entry));
  }
  return [...byId.values()].sort((a, b) => b.id - a.id);
}

type Statistics = Extract<Checkpoints, { readonly enabled: true }>;

function* fromFlink({
  history,
  latestCompleted,
  latestSavepoint,
  latestFailed,
}: Statistics): Generator<ListedCheckpoint> {
  const kept = { kind: 'checkpoint', isKept: true } as const;
  const unknown = { writtenBytes: undefined, message: undefined };
  for (const latest of [latestCompleted, latestSavepoint]) {
    if (latest?.completedAt === undefined) continue;
    const { id, triggeredAt, completedAt: endedAt, durationMs, stateSize: bytes, isSavepoint, path } = latest;
    const status = 'completed';
    yield { ...kept, ...unknown, id, status, triggeredAt, endedAt, durationMs, bytes, isSavepoint, path };
  }
  if (latestFailed !== undefined) {
    const { id, failedAt: endedAt, message } = latestFailed;
    yield { ...kept, ...unstated, id, status: 'failed', endedAt, message };
  }
  for (const attempt of history) yield { ...kept, ...attempt };
}

const unstated = {
  triggeredAt: undefined,
  durationMs: undefined,
  bytes: undefined,
  writtenBytes: undefined,
  isSavepoint: false,
  path: undefined,
} as const;

function fromJournal(entry: CheckpointEntry): ListedCheckpoint {
  const { id, at, flinkAt: endedAt = at, outcome, isSavepoint = false, durationMs, bytes, path, message } = entry;
  return {
    kind: 'checkpoint',
    isKept: false,
    id,
    status: outcome === 'completed' ? 'completed' : 'failed',
    triggeredAt: durationMs === undefined ? undefined : endedAt - durationMs,
    endedAt,
    durationMs,
    bytes,
    writtenBytes: undefined,
    isSavepoint,
    path,
    message,
  };
}

/** Adds the gaps between the checkpoints, and how many others Flink has counted. Newest first. */
export function withGaps(
  checkpoints: readonly ListedCheckpoint[],
  statistics: Checkpoints | undefined,
): readonly CheckpointItem[] {
  const items: CheckpointItem[] = [];
  for (const [index, checkpoint] of checkpoints.entries()) {
    items.push(checkpoint);
    const from = (checkpoints[index + 1]?.id ?? checkpoint.id - 1) + 1;
    if (from < checkpoint.id) items.push({ kind: 'gap', from, to: checkpoint.id - 1 });
  }
  const count = uncounted(items, statistics);
  return count > 0 ? [...items, { kind: 'unlisted', count }] : items;
}

/** Flink counts from the start of the JobMaster. */
function uncounted(items: readonly CheckpointItem[], statistics: Checkpoints | undefined): number {
  if (statistics?.enabled !== true) return 0;
  const listed = items.reduce((sum, item) => sum + (item.kind === 'gap' ? item.to - item.from + 1 : 1), 0);
  return statistics.completed + statistics.failed + statistics.inProgress - listed;
}

/**
 * Returns how many checkpoints have failed if none has completed. Flink also counts those that failed before they started,
 * such as those during a restart. Only started ones have an id, counted from 1.
 */
export const failuresEver = (counted: number, listed: number, newestId: number): number =>
  Math.max(listed, Math.min(counted, newestId));

/** `5 others not recorded: too old, or failed before they started` */
export const unlistedText = ({ count }: UnlistedCheckpoints): string =>
  `${countOf(count, 'other')} not recorded: too old, or failed before ${count === 1 ? 'it' : 'they'} started`;

export const typeOf = ({ isSavepoint }: Pick<ListedCheckpoint, 'isSavepoint'>): 'checkpoint' | 'savepoint' =>
  isSavepoint ? 'savepoint' : 'checkpoint';

/** What became of a checkpoint, in one or two words. */
export function statusOf({ status, message = '' }: Pick<ListedCheckpoint, 'status' | 'message'>): string {
  if (status === 'in-progress') return 'in progress';
  if (status === 'completed') return 'completed';
  if (isAbortedByRestart(message)) return 'aborted';
  return /checkpoint expired/i.test(message) ? 'expired' : 'failed';
}

/** Whether a checkpoint failed for a reason of its own. */
export function isFailure({ status, message }: Pick<CheckpointAttempt, 'status' | 'message'>): boolean {
  return status === 'failed' && !isAbortedByRestart(message);
}

/** Returns the failures since the last completed checkpoint, newest first. */
export function failuresInRow<Attempt extends Pick<CheckpointAttempt, 'status' | 'message' | 'isSavepoint'>>(
  checkpoints: readonly Attempt[],
): readonly Attempt[] {
  const periodic = checkpoints.filter(({ isSavepoint, status }) => !isSavepoint && status !== 'in-progress');
  const completed = periodic.findIndex(({ status }) => status === 'completed');
  return (completed === -1 ? periodic : periodic.slice(0, completed)).filter(isFailure);
}
