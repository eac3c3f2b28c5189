import { hasEnded } from '../../flink/has-ended.ts';
import type { SessionSnapshot } from '../snapshot.ts';

type Ended = Pick<SessionSnapshot, 'presence' | 'mode' | 'jobs' | 'applicationStatus'>;

/**
 * Describes a deleted cluster, for example `the application cluster has ended: job FINISHED`. Returns undefined while
 * the Deployment exists.
 */
export function clusterEnd({ presence, mode, ...last }: Ended): string | undefined {
  if (presence !== 'missing') return undefined;
  if (mode !== 'application') return mode === 'session' ? 'the session cluster is gone' : 'the cluster is gone';
  return `the application cluster has ended: ${finalStatus(last)}`;
}

/**
 * Returns the final status of the job from REST, else the status that the JobManager logged. A cluster shuts down
 * shortly after its job ends, so the last REST poll may have been too early.
 */
function finalStatus({ jobs = [], applicationStatus }: Pick<Ended, 'jobs' | 'applicationStatus'>): string {
  const [job, ...others] = jobs;
  if (job !== undefined && others.length === 0 && hasEnded(job.state)) return `job ${job.state}`;
  if (applicationStatus !== undefined && applicationStatus !== 'UNKNOWN') return `status ${applicationStatus}`;
  if (job === undefined) return 'final job status unknown';
  const states = jobs.map(({ state }) => state).join(', ');
  return others.length === 0 ? `job last seen ${states}` : `jobs last seen ${states}`;
}
