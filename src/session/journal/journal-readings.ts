import { FlinkError } from '../../flink/error.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import {
  checkpointConfig,
  checkpoints,
  inBackground,
  jobFailures,
  jobHistory,
  jobState,
  numRestarts,
} from '../readings/flink-readings.ts';
import type { JobRow } from '../readings/join-jobs.ts';
import { markSettleMs } from '../readings/poll-state.ts';
import { type Reading, readingOf } from '../readings/reading.ts';
import type { SessionSnapshot } from '../snapshot.ts';
import { unlistedJobs } from './changes/job-changes.ts';
import { gapBefore } from './changes/unlisted-restarts.ts';
import type { JournalState } from './journal-state.ts';

const checkpointsMs = 15_000;
/** Another job joins at the latest after this time, although other readings are late. */
const joinWithinMs = 10_000;
/** Checkpoints read before this time are late. */
const lateMs = checkpointsMs + 5000;

/** A job whose history is read. Times are epoch ms by the local clock. */
type JoinedJob = { readonly mark: string; readonly since: number };

/** The jobs whose turn has come. Each job costs four calls, and only one call a second is allowed for all jobs. */
export type JournalTurns = {
  readonly joined: ReadonlyMap<string, JoinedJob>;
  /** Ended jobs that are completely read. */
  readonly done: ReadonlySet<string>;
  readonly lastJoinedAt: number;
};

export const noTurns: JournalTurns = { joined: new Map(), done: new Set(), lastJoinedAt: Number.NEGATIVE_INFINITY };

/** Returns the turns after a snapshot. Unfinished jobs join first, then ended ones, newest first. */
export function takeTurns(turns: JournalTurns, snapshot: SessionSnapshot, now: number): JournalTurns {
  const jobs = snapshot.jobs ?? [];
  const joined = new Map<string, JoinedJob>();
  const done = new Set<string>();
  for (const job of jobs) {
    const known = turns.joined.get(job.id);
    if (turns.done.has(job.id)) done.add(job.id);
    if (known === undefined) continue;
    const mark = markOf(job);
    const next = known.mark === mark ? known : { mark, since: now + markSettleMs };
    if (hasEnded(job.state) && isRead(job.id, next, snapshot)) done.add(job.id);
    else joined.set(job.id, next);
  }
  // Jobs are sorted: unfinished jobs first, then the jobs with the newest start.
  const candidate = jobs.find(({ id }) => !joined.has(id) && !done.has(id));
  const isBusy = [...joined].some(([id, job]) => job.since <= now && !isRead(id, job, snapshot));
  const isLate = isBusy || [...joined.keys()].some((id) => areCheckpointsLate(id, snapshot, now));
  if (candidate === undefined || (isLate && now - turns.lastJoinedAt < joinWithinMs)) {
    return { joined, done, lastJoinedAt: turns.lastJoinedAt };
  }
  return { joined: joined.set(candidate.id, { mark: markOf(candidate), since: now }), done, lastJoinedAt: now };
}

/** Returns the readings of the joined jobs. */
export function journalReadings(
  { joined }: JournalTurns,
  snapshot: SessionSnapshot,
  known: JournalState,
): readonly Reading<unknown>[] {
  const jobs = snapshot.jobs ?? [];
  const listed = new Set(jobs.map(({ id }) => id));
  const unlisted = snapshot.jobs === undefined ? [] : unlistedJobs(known, listed);
  return [
    ...unlisted.map(([id]) => inBackground(jobState(id))),
    ...jobs.flatMap((job) => {
      const mark = joined.get(job.id)?.mark;
      return mark === undefined ? [] : readingsOf(job, mark);
    }),
    ...jobs.flatMap((job) => restartReading(job, known, snapshot)),
  ];
}

/** The number of restarts is read only for restarts that Flink no longer lists, once for each list of failures. */
function restartReading(job: JobRow, known: JournalState, snapshot: SessionSnapshot): readonly Reading<unknown>[] {
  if (gapBefore(job, known.jobs.get(job.id), snapshot) === undefined) return [];
  const { readAt } = readingOf(snapshot, jobFailures(job.id));
  return [{ ...inBackground(numRestarts(job.id)), mark: String(readAt) }];
}

function readingsOf({ id, state }: JobRow, mark: string): readonly Reading<unknown>[] {
  const marked = <T>(reading: Reading<T>) => ({ ...inBackground(reading), mark });
  if (hasEnded(state)) {
    const last = inBackground(checkpoints(id), Number.POSITIVE_INFINITY);
    return [marked(jobHistory(id)), marked(jobFailures(id)), { ...last, mark }];
  }
  return [
    marked(jobHistory(id)),
    marked(jobFailures(id)),
    inBackground(checkpoints(id), checkpointsMs),
    inBackground(checkpointConfig(id)),
  ];
}

/** Changes whenever a task or the job changes its state, so also with each restart. */
const markOf = ({ state, lastModification }: JobRow): string => `${state} ${lastModification}`;

function isRead(id: string, { since }: JoinedJob, snapshot: SessionSnapshot): boolean {
  return [jobHistory(id), jobFailures(id), checkpoints(id)].every((reading) => {
    const { readAt, failure } = readingOf(snapshot, reading as Reading<unknown>);
    const isGone = failure instanceof FlinkError && failure.kind === 'not-found';
    return isGone || (readAt !== undefined && readAt >= since);
  });
}

function areCheckpointsLate(id: string, snapshot: SessionSnapshot, now: number): boolean {
  const { readAt } = readingOf(snapshot, checkpoints(id));
  return readAt !== undefined && now - readAt > lateMs;
}
