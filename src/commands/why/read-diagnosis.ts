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
import { readMemoryRisks } from './read-memory-risks.ts';

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

/** Reads the cluster and measures its jobs, or the selected job only. */
export async function readMeasured(
  services: Services,
  selector: string | undefined,
  signal: AbortSignal,
): Promise<Measured> {
  const timeline = await readTimeline(services, signal);
  const { now, notes, entries } = timeline;
  const known = requireSnapshot(timeline, services.connection.target.clusterId);
  const job = selector === undefined ? undefined : selectJob(known.jobs ?? [], selector);
  const jobs = job === undefined ? (known.jobs ?? []) : [job];
  const snapshot = await readLoads(services.connection.flink, known, jobs, signal);
  return { snapshot, entries, now, notes, job };
}

/** Adds the memory of the processes to what was read. */
export async function withMemory(services: Services, measured: Measured, signal: AbortSignal): Promise<Measured> {
  const memory = await readMemoryRisks(services, measured.snapshot, measured, signal);
  return { ...measured, snapshot: { ...measured.snapshot, memory } };
}

/** Diagnoses a cluster, or one of its jobs. */
export async function readDiagnosis(
  services: Services,
  selector: string | undefined,
  signal: AbortSignal,
): Promise<DiagnosisResult> {
  const measured = await readMeasured(services, selector, signal);
  const { snapshot, entries, now, notes, job } = await withMemory(services, measured, signal);
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
