import { hasEnded } from '../../flink/has-ended.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { type RememberedJob, rememberedJobs } from '../../session/journal/last-seen/remembered-job.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { selectKnownJob } from '../ended-jobs/select-known-job.ts';
import type { Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { readTimeline, type Timeline } from '../timeline/read-timeline.ts';
import { readLoads } from './read-loads.ts';
import { readLogFloods } from './read-log-floods.ts';
import { readMemoryRisks } from './read-memory-risks.ts';

/** A cluster with everything that the rules read. */
export type Measured = {
  readonly snapshot: SessionSnapshot;
  /** The journal and what Flink and Kubernetes remember, oldest first. */
  readonly entries: readonly JournalEntry[];
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  /** What could not be read, one line each. */
  readonly notes: readonly string[];
  /** The selected job; undefined if there is none, or if Flink no longer knows it. */
  readonly job: JobRow | undefined;
  /** The selected job in the journal, if it has ended. */
  readonly ended: RememberedJob | undefined;
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
  const read = requireSnapshot(timeline, services.connection.target.clusterId);
  // The screen has watched the jobs for a while.
  const known = { ...read, eventTimes: services.snapshot?.eventTimes ?? read.eventTimes };
  const remembered = selector === undefined ? undefined : rememberedJobs(entries);
  const selected = remembered && selectKnownJob(known.jobs ?? [], remembered, selector ?? '');
  if (selected?.kind === 'forgotten') {
    return { snapshot: known, entries, now, notes: timeline.notes, job: undefined, ended: selected.job };
  }
  const job = selected?.job;
  const jobs = job === undefined ? (known.jobs ?? []) : [job];
  const [measured, sampled] = await Promise.all([
    readLoads(services.connection.flink, known, jobs, signal),
    logs === 'with logs' ? readLogFloods(services, known, signal) : undefined,
  ]);
  const snapshot: SessionSnapshot = { ...measured, logFloods: sampled?.logFloods };
  const notes = [...timeline.notes, ...(sampled?.notes ?? [])];
  const ended = job !== undefined && hasEnded(job.state) ? remembered?.get(job.id) : undefined;
  return { snapshot, entries, now, notes, job, ended };
}

/** Whether only the journal knows the selected job. Nothing of it can be measured, and the cluster was not asked for. */
export const isForgotten = ({ job, ended }: Measured): boolean => job === undefined && ended !== undefined;

/** Adds the memory of the processes to what was read, after measuring its growth for a time. */
export async function withMemory(
  services: Services,
  measured: Measured,
  signal: AbortSignal,
  watchMs = 0,
): Promise<Measured> {
  if (isForgotten(measured)) return measured;
  const memory = await readMemoryRisks(services, measured.snapshot, { ...measured, watchMs }, signal);
  return { ...measured, snapshot: { ...measured.snapshot, memory } };
}

function requireSnapshot({ snapshot, notes }: Timeline, clusterId: string) {
  if (snapshot !== undefined) return snapshot;
  throw new CommandError(exitCodes.unreachable, `cannot diagnose ${clusterId}: ${notes[0] ?? 'no response'}`, [
    'Run timeline to show what was recorded',
  ]);
}
