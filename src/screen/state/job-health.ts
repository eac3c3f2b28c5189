import { healthText, type JobHealth } from '../../diagnosis/health.ts';
import { healthOf } from '../../diagnosis/job-health.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { Token } from '../theme/theme.ts';
import { type ShownEvidence, shownEvidence } from './job-evidence.ts';
import type { ScreenState } from './screen-state.ts';

export type JobHealths = ReadonlyMap<string, JobHealth>;

const none: JobHealths = new Map();

/** Returns the health of each job. */
export function jobHealths(state: ScreenState): JobHealths {
  const evidence = shownEvidence(state);
  return evidence === undefined ? none : healthsOf(evidence);
}

const healthsOf = rememberLast(
  ({ cluster, journals }: ShownEvidence): JobHealths =>
    new Map((cluster.snapshot.jobs ?? []).map((job) => [job.id, healthOf(cluster, journals, job)])),
);

export const shownHealth = (health: JobHealth): string =>
  health.kind === 'not assessed' ? 'not assessed' : healthText(health);

/** The theme token of each kind of health. */
export const jobHealthTokens = {
  critical: 'error',
  warning: 'warning',
  healthy: 'ok',
  'not assessed': 'muted',
  starting: 'busy',
  ended: 'muted',
} as const satisfies Record<JobHealth['kind'], Token>;

/** Sorts the sickest first. Jobs without findings keep their order. */
export function healthRank(health: JobHealth | undefined): number {
  return health?.kind === 'critical' ? 0 : health?.kind === 'warning' ? 1 : 2;
}
