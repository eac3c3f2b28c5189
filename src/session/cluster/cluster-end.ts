import { hasEnded } from '../../flink/has-ended.ts';
import type { SessionSnapshot } from '../snapshot.ts';

type Ended = Pick<SessionSnapshot, 'presence' | 'mode' | 'jobs' | 'applicationStatus'>;

/**
 * Describes a deleted cluster: `the session cluster is gone`, `the application cluster has ended: job FINISHED`.
 * Returns undefined while its Deployment exists.
 */
export function clusterEnd({ presence, mode, ...last }: Ended): string | undefined {
  if (presence !== 'missing') return undefined;
  if (mode !== 'application') return mode === 'session' ? 'the session cluster is gone' : 'the cluster is gone';
  return `the application cluster has ended: ${finalStatus(last)}`;
}

/**
 * Returns the final status of the job. The last REST poll is often too early, because a cluster shuts down moments
 * after its job ends. The logged status is used then.
 */
function finalStatus({ jobs = [], applicationStatus }: Pick<Ended, 'jobs' | 'applicationStatus'>): string {
  const [job, ...others] = jobs;
  if (job !== undefined && others.length === 0 && hasEnded(job.state)) return `job ${job.state}`;
  if (applicationStatus !== undefined && applicationStatus !== 'UNKNOWN') return `status ${applicationStatus}`;
  if (job === undefined) return 'final job status unknown';
  const states = jobs.map(({ state }) => state).join(', ');
  return others.length === 0 ? `job last seen ${states}` : `jobs last seen ${states}`;
}
