import { hasEnded } from '../../../flink/has-ended.ts';
import { checkpoints, inBackground } from '../../readings/flink-readings.ts';
import { jobPlacement, podsOfJob } from '../../readings/job-placement.ts';
import type { JobRow } from '../../readings/join-jobs.ts';
import { type Reading, readingOf } from '../../readings/reading.ts';
import type { SessionSnapshot } from '../../snapshot.ts';
import type { JournalClock } from '../changes/clock.ts';
import type { JobEntry, JournalEntry, LastSeenEntry } from '../entry.ts';
import type { JudgeJob } from './judge-job.ts';
import { lastSeenEntry } from './last-seen-entry.ts';
import { type Sighting, see, withLastLoads } from './sighting.ts';

/** The last checkpoints and the pods are read within this time, if Flink responds. */
const settleMs = 20_000;
/** Of two processes, the one that measured a job shortly before its end records it. The others find it recorded. */
const olderWaitsMs = 5000;
const freshMs = 15_000;

/** A job whose end is recorded. `since`: epoch ms by the local clock. */
type EndedJob = { readonly end: JobEntry; readonly sighting: Sighting; readonly since: number };

/** Remembers what was last seen of every job until the job ends. */
export type EndWatch = {
  /** Call it with every snapshot. */
  readonly observe: (snapshot: SessionSnapshot, entries: readonly JournalEntry[], now: number) => void;
  /** Call it with all recorded entries: an end is recorded as the state of a job. */
  readonly recorded: (entries: readonly JournalEntry[]) => void;
  /** Where the tasks of the ended jobs ran. */
  readonly readings: (snapshot: SessionSnapshot) => readonly Reading<unknown>[];
  /** Returns the entries of the ended jobs whose data is complete; of all of them if `isClosing`. */
  readonly take: (snapshot: SessionSnapshot, clock: JournalClock, isClosing?: boolean) => readonly LastSeenEntry[];
};

export function watchEnds(judge: JudgeJob | undefined): EndWatch {
  const sightings = new Map<string, Sighting>();
  const ended = new Map<string, EndedJob>();
  let seen: SessionSnapshot | undefined;

  /** Judges the jobs that ran in the last snapshot and do not run any more. */
  function judgeStopped(
    before: SessionSnapshot,
    jobs: readonly JobRow[],
    entries: readonly JournalEntry[],
    now: number,
  ): void {
    if (judge === undefined || before.jobs === jobs) return;
    const running = new Set(jobs.filter(({ state }) => state === 'RUNNING').map(({ id }) => id));
    for (const job of before.jobs ?? []) {
      const sighting = sightings.get(job.id);
      if (job.state !== 'RUNNING' || running.has(job.id) || sighting === undefined) continue;
      const judgement = judge(withLastLoads(before, sighting), entries, job, now);
      sightings.set(job.id, { ...sighting, judgement });
    }
  }

  const isComplete = ({ end: { job, state }, since }: EndedJob, snapshot: SessionSnapshot): boolean => {
    if (state === 'LOST') return true;
    const placement = placementOf(snapshot, job);
    const isPlaced = placement !== undefined && isAnswered(snapshot, placement, 0);
    return isPlaced && isAnswered(snapshot, checkpoints(job), since);
  };

  return {
    observe: (snapshot, entries, now) => {
      const { jobs } = snapshot;
      if (jobs === undefined) return;
      const isSame = jobs === seen?.jobs && snapshot.loads === seen.loads && snapshot.readings === seen.readings;
      if (isSame) return;
      if (seen !== undefined) judgeStopped(seen, jobs, entries, now);
      for (const job of jobs) {
        if (!hasEnded(job.state)) sightings.set(job.id, see(sightings.get(job.id), job, snapshot));
      }
      seen = snapshot;
    },
    recorded: (entries) => {
      for (const entry of entries) {
        if (entry.kind !== 'job' || !(entry.state === 'LOST' || hasEnded(entry.state))) continue;
        const sighting = sightings.get(entry.job);
        if (sighting !== undefined) ended.set(entry.job, { end: entry, sighting, since: Date.now() });
        sightings.delete(entry.job);
      }
    },
    readings: (snapshot) => [...ended.keys()].flatMap((id) => placementOf(snapshot, id) ?? []),
    take: (snapshot, clock, isClosing = false) => {
      const localNow = Date.now();
      const ahead = { localMs: -clock.serverAheadMs, flinkMs: clock.flinkAheadMs };
      const taken: LastSeenEntry[] = [];
      for (const [id, job] of ended) {
        const waited = localNow - job.since;
        if (!isClosing && waited < settleMs && !isComplete(job, snapshot)) continue;
        const { end, sighting } = job;
        const statistics = readingOf(snapshot, checkpoints(id)).value ?? sighting.checkpoints;
        const entry = lastSeenEntry(end, { ...sighting, checkpoints: statistics }, podsOf(snapshot, job), ahead);
        if (!isClosing && waited < olderWaitsMs && !isFresh(entry)) continue;
        ended.delete(id);
        taken.push(entry);
      }
      return taken;
    },
  };
}

function placementOf({ jobs }: SessionSnapshot, jobId: string) {
  const job = jobs?.find(({ id }) => id === jobId);
  return job && inBackground(jobPlacement(jobId, job.lastModification));
}

function isAnswered(snapshot: SessionSnapshot, reading: Reading<unknown>, since: number): boolean {
  const { readAt, failure } = readingOf(snapshot, reading);
  return failure !== undefined || (readAt !== undefined && readAt >= since);
}

/** Flink states the TaskManagers of an ended job. Those of a lost job are known if somebody looked at its subtasks. */
function podsOf(
  { jobs, readings }: SessionSnapshot,
  { end: { job: jobId }, sighting: { state } }: EndedJob,
): readonly string[] | undefined {
  const change = jobs?.find(({ id }) => id === jobId)?.lastModification;
  const pods = [...podsOfJob(readings, { jobId, change, vertices: state?.detail.vertices })].sort();
  return pods.length === 0 ? undefined : pods;
}

const isFresh = ({ at, measuredAt = Number.NEGATIVE_INFINITY }: LastSeenEntry): boolean => at - measuredAt < freshMs;
