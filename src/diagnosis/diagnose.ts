import type { JournalEntry } from '../session/journal/entry.ts';
import type { JobRow } from '../session/readings/join-jobs.ts';
import type { SessionSnapshot } from '../session/snapshot.ts';
import { type ClusterEvidence, type JobJournals, jobEvidence, jobJournals, recentEntries } from './evidence.ts';
import type { Assessment, Finding, NotAssessed, Severity } from './finding.ts';
import { assessCluster, assessJob } from './rule.ts';
import { clusterRules, jobRules } from './rules.ts';

export type Diagnosis = {
  /** The most urgent first, without risks. */
  readonly findings: readonly Finding[];
  readonly risks: readonly Finding[];
  readonly notAssessed: readonly NotAssessed[];
};

/**
 * Judges a cluster and its jobs, or the given jobs only.
 * @param entries the journal, oldest first; undefined if none is known
 * @param now epoch ms by the API server's clock
 */
export function diagnose(
  snapshot: SessionSnapshot,
  entries: readonly JournalEntry[] | undefined,
  now: number,
  jobs: readonly JobRow[] = snapshot.jobs ?? [],
): Diagnosis {
  const cluster: ClusterEvidence = { snapshot, now, entries: entries && recentEntries(entries, now) };
  const journals = entries && jobJournals(entries, now);
  return rank([
    ...assessCluster(clusterRules, cluster),
    ...(snapshot.jobs === undefined ? [unknownJobs] : []),
    ...jobs.flatMap((job) => assessJob(jobRules, jobEvidence(cluster, journals, job))),
  ]);
}

/**
 * Judges one job and the cluster under it. Trouble of the cluster that hit only other jobs is left out. Risks of the job
 * are before those of the cluster.
 */
export function diagnoseJob(cluster: ClusterEvidence, journals: JobJournals | undefined, job: JobRow): Diagnosis {
  const concerns = (assessment: Assessment): boolean =>
    assessment.kind !== 'finding' || assessment.affects?.includes(job.id) !== false;
  const ofCluster = assessCluster(clusterRules, cluster).filter(concerns);
  const ofJob = assessJob(jobRules, jobEvidence(cluster, journals, job));
  const { findings } = rank([...ofCluster, ...ofJob]);
  return { ...rank([...ofJob, ...ofCluster]), findings };
}

export const unknownJobs: NotAssessed = {
  kind: 'not assessed',
  rule: 'jobs',
  job: undefined,
  what: 'jobs',
  reason: "Flink's REST API does not respond",
};

/** Sorts the findings by severity. Those of the same severity keep the order of the rules. */
export function rank(assessments: readonly Assessment[]): Diagnosis {
  const findings = assessments.filter((assessment) => assessment.kind === 'finding');
  const ofSeverity = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted);
  return {
    findings: [...ofSeverity('critical'), ...ofSeverity('warning')],
    risks: ofSeverity('risk'),
    notAssessed: assessments.filter((assessment) => assessment.kind === 'not assessed'),
  };
}
