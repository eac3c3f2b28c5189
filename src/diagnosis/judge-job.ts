import type { JudgeJob } from '../session/journal/last-seen/judge-job.ts';
import { jobJournals, recentEntries } from './evidence.ts';
import { diagnoseWithVertices } from './job-diagnosis.ts';

/** Judges a job for the journal: the findings about the job itself, and its bottleneck. */
export const judgeJob: JudgeJob = (snapshot, entries, job, now) => {
  const cluster = { snapshot, now, entries: recentEntries(entries, now) };
  const { findings, bottleneckId } = diagnoseWithVertices(cluster, jobJournals(entries, now), job);
  const ofJob = findings.filter((finding) => finding.job !== undefined);
  return { bottleneckId, findings: ofJob.map(({ rule, severity, text }) => ({ rule, severity, text })) };
};
