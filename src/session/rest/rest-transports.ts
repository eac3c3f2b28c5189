import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import type { JobManagerPort } from './find-job-manager.ts';
import { forwardTransport } from './forward-transport.ts';
import type { RestTransport } from './rest-transport.ts';
import { serviceProxyTransport } from './service-proxy-transport.ts';
import { serviceTransport } from './service-transport.ts';
import { urlTransport } from './url-transport.ts';

/**
 * Returns the transports to Flink's REST API, best first: the REST Service if this process runs in a pod, a forward to
 * the leading JobManager, and the API server's service proxy. If `restUrl` is set, it is the only transport.
 */
export function restTransports(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  /** The JobManager that the forward tries first. */
  jobManager: Promise<JobManagerPort> | undefined,
): readonly RestTransport[] {
  const { restUrl, restAccess = {} } = target;
  if (restUrl !== undefined) return [urlTransport(restUrl, restAccess)];
  return [
    ...(kubernetes.isInCluster ? [serviceTransport(kubernetes, target)] : []),
    forwardTransport(kubernetes, target, jobManager),
    serviceProxyTransport(kubernetes, target),
  ];
}
