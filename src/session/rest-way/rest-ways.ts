import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import { wayByForward } from './by-forward.ts';
import { wayByServiceProxy } from './by-service-proxy.ts';
import { wayByUrl } from './by-url.ts';
import type { JobManagerPort } from './find-job-manager.ts';
import type { Way } from './way.ts';

/**
 * The ways to Flink's REST API, the best first: the address that was given and no other, else a forward to the leading
 * JobManager, else the API server's service proxy. `jobManager` is where to try first.
 */
export function restWays(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  jobManager: Promise<JobManagerPort> | undefined,
): readonly Way[] {
  const { restUrl, restAccess = {} } = target;
  if (restUrl !== undefined) return [wayByUrl(restUrl, restAccess)];
  return [wayByForward(kubernetes, target, jobManager), wayByServiceProxy(kubernetes, target)];
}
