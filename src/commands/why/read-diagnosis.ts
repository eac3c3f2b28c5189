import { type Diagnosis, diagnose, diagnoseJob } from '../../diagnosis/diagnose.ts';
import { jobJournals, recentEntries } from '../../diagnosis/evidence.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { selectJob } from '../job/job-selector.ts';
import type { Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { readTimeline, type Timeline } from '../timeline/read-timeline.ts';
import { readLoads } from './read-loads.ts';
import { readLogFloods } from './read-log-floods.ts';

export type DiagnosisResult = Diagnosis & {
  readonly clusterId: string;
  /** The diagnosed job; undefined for the whole cluster. */
  readonly job: JobRow | undefined;
  readonly jobCount: number;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  /** What could not be read, one line each. */
  readonly notes: readonly string[];
};

/** A cluster with everything that the rules read. */
export type Measured = {
  readonly snapshot: SessionSnapshot;
  /** The journal and what Flink and Kubernetes remember, oldest first. */
  readonly entries: readonly JournalEntry[];
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  /** What could not be read, one line each. */
  readonly notes: readonly string[];
  readonly job: JobRow | undefined;
};

/** Reads the cluster and measures its jobs, or the selected job only. Reads samples of the logs only if asked for. */
export async function readMeasured(
  services: Services,
  selector: string | undefined,
  signal: AbortSignal,
  logs: 'with logs' | 'without logs' = 'without logs',
): Promise<Measured> {
  const timeline = await readTimeline(services, signal);
  const { now, entries } = timeline;
  const known = requireSnapshot(timeline, services.connection.target.clusterId);
  const job = selector === undefined ? undefined : selectJob(known.jobs ?? [], selector);
  const jobs = job === undefined ? (known.jobs ?? []) : [job];
  const [measured, sampled] = await Promise.all([
    readLoads(services.connection.flink, known, jobs, signal),
    logs === 'with logs' ? readLogFloods(services, known, signal) : undefined,
  ]);
  const snapshot: SessionSnapshot = { ...measured, logFloods: sampled?.logFloods };
  return { snapshot, entries, now, notes: [...timeline.notes, ...(sampled?.notes ?? [])], job };
}

/** Diagnoses a cluster, or one of its jobs. */
export async function readDiagnosis(
  services: Services,
  selector: string | undefined,
  signal: AbortSignal,
): Promise<DiagnosisResult> {
  const { snapshot, entries, now, notes, job } = await readMeasured(services, selector, signal, 'with logs');
  const { clusterId } = services.connection.target;
  const jobCount = job === undefined ? (snapshot.jobs?.length ?? 0) : 1;
  const cluster = { snapshot, now, entries: recentEntries(entries, now) };
  const diagnosis =
    job === undefined ? diagnose(snapshot, entries, now) : diagnoseJob(cluster, jobJournals(entries, now), job);
  return { ...diagnosis, clusterId, job, jobCount, now, notes };
}

function requireSnapshot({ snapshot, notes }: Timeline, clusterId: string) {
  if (snapshot !== undefined) return snapshot;
  throw new CommandError(exitCodes.unreachable, `cannot diagnose ${clusterId}: ${notes[0] ?? 'no response'}`, [
    'Run timeline to show what was recorded',
  ]);
}
