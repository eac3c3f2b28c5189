import { type Diagnosis, diagnose, diagnoseJob } from '../../diagnosis/diagnose.ts';
import { jobJournals, recentEntries } from '../../diagnosis/evidence.ts';
import type { NotAssessed } from '../../diagnosis/finding.ts';
import type { RememberedJob } from '../../session/journal/last-seen/remembered-job.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { Services } from '../record/command.ts';
import { readMeasured, withMemory } from './read-measured.ts';
import { watchGrowth } from './watch-growth.ts';

export type DiagnosisResult = Diagnosis & {
  readonly clusterId: string;
  /** The diagnosed job; undefined for the whole cluster. */
  readonly job: JobRow | undefined;
  /** The diagnosed job in the journal, if it has ended. */
  readonly ended?: RememberedJob | undefined;
  readonly jobCount: number;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  /** What could not be read, one line each. */
  readonly notes: readonly string[];
};

export type DiagnosisRequest = {
  /** One job; undefined for the whole cluster. */
  readonly selector: string | undefined;
  /** How long to watch growth first. */
  readonly watchMs?: number;
};

/** Diagnoses a cluster, or one of its jobs. */
export async function readDiagnosis(
  frontend: Services,
  { selector, watchMs = 0 }: DiagnosisRequest,
  signal: AbortSignal,
): Promise<DiagnosisResult> {
  const services = watchMs === 0 ? frontend : await watchGrowth(frontend, selector, watchMs, signal);
  const measured = await readMeasured(services, selector, signal, 'with logs');
  const { snapshot, entries, now, notes, job, ended } = await withMemory(services, measured, signal);
  const { clusterId } = services.connection.target;
  if (job === undefined && ended !== undefined) {
    return { ...unknownJob(ended), clusterId, job, ended, jobCount: 1, now, notes };
  }
  const jobCount = job === undefined ? (snapshot.jobs?.length ?? 0) : 1;
  const cluster = { snapshot, now, entries: recentEntries(entries, now) };
  const diagnosis =
    job === undefined ? diagnose(snapshot, entries, now) : diagnoseJob(cluster, jobJournals(entries, now), job);
  return { ...diagnosis, clusterId, job, ended, jobCount, now, notes };
}

function unknownJob({ id, name }: RememberedJob): Diagnosis {
  const reason = 'Flink no longer knows it';
  const missing: NotAssessed = { kind: 'not assessed', rule: 'jobs', job: { id, name }, what: 'job', reason };
  return { findings: [], risks: [], notAssessed: [missing] };
}
