import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import type { JobManagerPort } from './find-job-manager.ts';
import { forwardTransport } from './forward-transport.ts';
import type { RestTransport } from './rest-transport.ts';
import { serviceProxyTransport } from './service-proxy-transport.ts';
import { urlTransport } from './url-transport.ts';

/**
 * The ways to Flink's REST API, the best first: the address that was given and no other, else a forward to the leading
 * JobManager, else the API server's service proxy. `jobManager` is where to try first.
 */
export function restTransports(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  jobManager: Promise<JobManagerPort> | undefined,
): readonly RestTransport[] {
  const { restUrl, restAccess = {} } = target;
  if (restUrl !== undefined) return [urlTransport(restUrl, restAccess)];
  return [forwardTransport(kubernetes, target, jobManager), serviceProxyTransport(kubernetes, target)];
}
