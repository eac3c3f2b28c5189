import { hasEnded } from '../../flink/has-ended.ts';
import type { SessionSnapshot } from '../snapshot.ts';

type Ended = Pick<SessionSnapshot, 'presence' | 'mode' | 'jobs' | 'applicationStatus'>;

/**
 * That the cluster is not there any more, for what it was: `the session cluster is gone`, `the application cluster has
 * ended: job FINISHED`. undefined while its Deployment is there.
 */
export function clusterEnd({ presence, mode, ...last }: Ended): string | undefined {
  if (presence !== 'missing') return undefined;
  if (mode !== 'application') return mode === 'session' ? 'the session cluster is gone' : 'the cluster is gone';
  return `the application cluster has ended: ${lastOf(last)}`;
}

/** A job ends a moment before its cluster, so that REST was often asked too early: then the log tells. */
function lastOf({ jobs = [], applicationStatus }: Pick<Ended, 'jobs' | 'applicationStatus'>): string {
  const [job, ...others] = jobs;
  if (job !== undefined && others.length === 0 && hasEnded(job.state)) return `job ${job.state}`;
  if (applicationStatus !== undefined && applicationStatus !== 'UNKNOWN') return `status ${applicationStatus}`;
  if (job === undefined) return 'how its job ended was not seen';
  const states = jobs.map(({ state }) => state).join(', ');
  return others.length === 0 ? `job last seen ${states}` : `jobs last seen ${states}`;
}
