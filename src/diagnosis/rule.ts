import type { ClusterEvidence, JobEvidence } from './evidence.ts';
import type { Assessment, Finding, FindingJob, NotAssessed } from './finding.ts';

/**
 * A rule returns its findings and what it could not assess; nothing if all is well. It sends no request and never fires on
 * missing data.
 */
export type JobRule = { readonly name: string; readonly assess: (evidence: JobEvidence) => readonly JobResult[] };
export type ClusterRule = {
  readonly name: string;
  readonly assess: (evidence: ClusterEvidence) => readonly ClusterResult[];
};

type Found<Fields extends keyof Finding> = Omit<Finding, 'kind' | 'rule' | 'since' | Fields> & {
  readonly kind?: 'finding';
  readonly since?: number | undefined;
};
type Unknown = Pick<NotAssessed, 'what' | 'reason' | 'isPermanent'> & { readonly kind: 'not assessed' };
export type JobResult = Found<'job'> | Unknown;
export type ClusterResult = Found<'job' | 'health' | 'reason'> | Unknown;

export function assessJob(rules: readonly JobRule[], evidence: JobEvidence): readonly Assessment[] {
  const { id, name } = evidence.job;
  return rules.flatMap((rule) => rule.assess(evidence).map((result) => complete(result, rule.name, { id, name })));
}

export function assessCluster(rules: readonly ClusterRule[], evidence: ClusterEvidence): readonly Assessment[] {
  return rules.flatMap((rule) => rule.assess(evidence).map((result) => complete(result, rule.name, undefined)));
}

function complete(result: JobResult | ClusterResult, rule: string, job: FindingJob | undefined): Assessment {
  if (result.kind === 'not assessed') return { ...result, rule, job };
  return { since: undefined, health: '', reason: '', ...result, kind: 'finding', rule, job };
}
