import type { JudgeJob } from '../session/journal/last-seen/judge-job.ts';
import { findBottleneck } from './bottleneck.ts';
import { rank } from './diagnose.ts';
import { jobEvidence, jobJournals, recentEntries } from './evidence.ts';
import { assessJob } from './rule.ts';
import { jobRules } from './rules.ts';

/** Judges a job for the journal: the findings about the job itself, and its bottleneck. */
export const judgeJob: JudgeJob = (snapshot, entries, job, now) => {
  const cluster = { snapshot, now, entries: recentEntries(entries, now) };
  const evidence = jobEvidence(cluster, jobJournals(entries, now), job);
  const { findings } = rank(assessJob(jobRules, evidence));
  return {
    bottleneckId: findBottleneck(evidence.vertices ?? [], evidence.shares)?.root?.vertex.id,
    findings: findings.map(({ rule, severity, text }) => ({ rule, severity, text })),
  };
};
