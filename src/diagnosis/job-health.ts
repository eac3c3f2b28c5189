import { hasEnded } from '../flink/has-ended.ts';
import type { JobState } from '../flink/responses.ts';
import type { JobRow } from '../session/readings/join-jobs.ts';
import { rank } from './diagnose.ts';
import { type ClusterEvidence, type JobEvidence, type JobJournals, jobEvidence } from './evidence.ts';
import type { Finding, RootCause } from './finding.ts';
import { countSince, hourMs, restartsInHour } from './restarts.ts';
import { assessJob } from './rule.ts';
import { jobRules } from './rules.ts';

/** The health of a job for a table. */
export type JobHealth = {
  /** `ended` is a job that finished or was cancelled. */
  readonly kind: 'critical' | 'warning' | 'healthy' | 'not assessed' | 'starting' | 'ended';
  /** One or two words: `back-pressured`. The state in lower case of a job that starts or has ended. */
  readonly word: string;
  /** One line that completes the word; empty if there is nothing to say. */
  readonly reason: string;
  /** `7`, `16+`; undefined if no journal is known. */
  readonly restartsLastHour: string | undefined;
  readonly rootCause: RootCause | undefined;
  /** Epoch ms; undefined if unknown or if the job is healthy. */
  readonly since: number | undefined;
};

/** Judges one job. The health is the most urgent finding. */
export function healthOf(cluster: ClusterEvidence, journals: JobJournals | undefined, job: JobRow): JobHealth {
  const evidence = jobEvidence(cluster, journals, job);
  const { findings, notAssessed } = rank(assessJob(jobRules, evidence));
  const [worst] = findings.filter(({ severity }) => severity !== 'risk');
  const common = { restartsLastHour: restartsText(evidence), rootCause: worst?.cause };
  if (worst !== undefined) return { ...common, ...healthOfFinding(worst) };
  const nothing = { ...common, reason: '', since: undefined };
  if (hasEnded(job.state)) return { ...nothing, kind: 'ended', word: wordOf(job.state) };
  const isRunning = job.state === 'RUNNING' && job.tasks.running === job.tasks.total;
  if (!isRunning)
    return { ...nothing, kind: 'starting', word: job.state === 'RUNNING' ? 'starting' : wordOf(job.state) };
  const [missing] = notAssessed;
  if (missing !== undefined) {
    return { ...nothing, kind: 'not assessed', word: 'not assessed', reason: `${missing.what}: ${missing.reason}` };
  }
  return { ...nothing, kind: 'healthy', word: 'healthy' };
}

function healthOfFinding({ severity, health, reason, since }: Finding) {
  return { kind: severity === 'critical' ? 'critical' : 'warning', word: health, reason, since } as const;
}

const wordOf = (state: JobState): string => state.toLowerCase();

function restartsText({ restarts, now }: JobEvidence): string | undefined {
  return restarts && countSince(restartsInHour(restarts, now), now - hourMs);
}
