import { type JobJournals, type JobsSnapshot, jobJournals, recentEntries } from '../../diagnosis/evidence.ts';
import type { JobHealth } from '../../diagnosis/health.ts';
import { healthOf } from '../../diagnosis/job-health.ts';
import type { JobOverview } from '../../flink/responses.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { findJournals } from '../../session/journal/store/find-journals.ts';
import { readJournal } from '../../session/journal/store/read-journal.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { noReadings } from '../../session/readings/reading.ts';
import { serverNow } from '../../session/server-now.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import type { Services } from '../record/command.ts';

export type JobHealths = ReadonlyMap<string, JobHealth>;

/** More entries than that are older than an hour, or the cluster is in such trouble that the newest are enough. */
const maxEntries = 5000;
/** A journal whose recorder stopped longer ago than this does not know the latest restarts. */
const recordedMs = 60_000;

/** Jobs, and a function that judges them and others. */
type JudgedJobs = {
  readonly jobs: readonly JobOverview[];
  readonly judge: (jobs: readonly JobRow[]) => JobHealths;
};

/**
 * Reads the jobs. They are judged by what is known without another request to Flink: the screen's readings, or the journal
 * if somebody records it.
 */
export async function readJobs(services: Services, signal: AbortSignal): Promise<JudgedJobs> {
  const { connection, snapshot, now } = services;
  const at = serverNow(connection, now());
  const [jobs, entries] = await Promise.all([connection.flink.jobs(signal), readRecordedEntries(services, at)]);
  const known = snapshot ?? { ...nothingRead, clusterId: connection.target.clusterId };
  return { jobs, judge: (all) => healthsOf({ ...known, jobs: all }, entries, at) };
}

/** Reads and measures the jobs, which takes a few seconds. */
export async function measureJobs(services: Services, signal: AbortSignal): Promise<JudgedJobs> {
  const { readMeasured } = await import('../why/read-measured.ts');
  const { snapshot, entries, now } = await readMeasured(services, undefined, signal);
  return { jobs: snapshot.jobs ?? [], judge: (all) => healthsOf({ ...snapshot, jobs: all }, entries, now) };
}

/** The part of a snapshot that the rules about jobs read, if nothing has been read. */
const nothingRead = {
  readings: noReadings,
  loads: new Map(),
  eventTimes: new Map(),
  pods: undefined,
  configuration: undefined,
  leader: undefined,
} satisfies Partial<SessionSnapshot>;

function healthsOf(snapshot: JobsSnapshot, entries: readonly JournalEntry[] | undefined, now: number): JobHealths {
  const journals: JobJournals | undefined = entries && jobJournals(entries, now);
  const cluster = { snapshot, now, entries: entries && recentEntries(entries, now) };
  return new Map((snapshot.jobs ?? []).map((job) => [job.id, healthOf(cluster, journals, job)]));
}

async function readRecordedEntries(
  { connection, local }: Services,
  now: number,
): Promise<readonly JournalEntry[] | undefined> {
  if (local === undefined) return undefined;
  const { kubernetes, target } = connection;
  const found = await findJournals(local.journals, { ...target, context: kubernetes.context });
  if (found.length === 0) return undefined;
  const uid = await connection.deploymentUid();
  const journal = found.find(({ deployment }) => deployment === uid);
  if (journal === undefined || now - (journal.watchedUntil ?? 0) > recordedMs) return undefined;
  return (await readJournal(journal.folder, { maxEntries })).entries;
}
