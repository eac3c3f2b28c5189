import { hasEnded } from '../flink/has-ended.ts';
import type { JobState } from '../flink/responses.ts';
import { countProblems } from '../session/journal/timeline/count-problems.ts';
import type { JobRow } from '../session/readings/join-jobs.ts';
import { allTasksRun } from './all-tasks-run.ts';
import { rank } from './diagnose.ts';
import {
  type ClusterEvidence,
  type JobEvidence,
  type JobJournals,
  type JobsSnapshot,
  jobEvidence,
} from './evidence.ts';
import type { Finding } from './finding.ts';
import type { JobHealth } from './health.ts';
import { restartsInHour } from './restarts.ts';
import { assessJob } from './rule.ts';
import { jobRules } from './rules.ts';

/** Judges one job. The health is the most urgent finding. */
export function healthOf(
  cluster: ClusterEvidence<JobsSnapshot>,
  journals: JobJournals | undefined,
  job: JobRow,
): JobHealth {
  const evidence = jobEvidence(cluster, journals, job);
  const {
    findings: [worst],
    notAssessed: [missing],
  } = rank(assessJob(jobRules, evidence));
  const common = { restartsLastHour: countRestarts(evidence), rootCause: worst?.cause };
  if (worst !== undefined) return { ...common, ...healthOfFinding(worst) };
  const nothing = { ...common, reason: '' };
  if (hasEnded(job.state)) return { ...nothing, kind: 'ended', word: wordOf(job.state) };
  if (!allTasksRun(job))
    return { ...nothing, kind: 'starting', word: job.state === 'RUNNING' ? 'starting' : wordOf(job.state) };
  if (missing !== undefined) {
    return { ...nothing, kind: 'not assessed', word: 'not assessed', reason: `${missing.what}: ${missing.reason}` };
  }
  return { ...nothing, kind: 'healthy', word: 'healthy' };
}

function healthOfFinding({ severity, health, reason }: Finding) {
  return { kind: severity === 'critical' ? 'critical' : 'warning', word: health, reason } as const;
}

const wordOf = (state: JobState): string => state.toLowerCase();

function countRestarts({ restarts, now }: JobEvidence): number | undefined {
  return restarts && countProblems(restartsInHour(restarts, now)).count;
}
