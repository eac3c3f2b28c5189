import type { Duplex } from 'node:stream';
import { restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import { certificateNames } from './certificate-names.ts';
import { connectSignal } from './connect-signal.ts';
import { connectionTransport } from './connection-transport.ts';
import { findJobManager, type JobManagerPort } from './find-job-manager.ts';
import { openTls } from './open-tls.ts';
import type { RestTransport } from './rest-transport.ts';

/**
 * Sends REST requests over port-forwards to the leading JobManager's pod, without a local port. Opening a forward takes
 * 60 ms, and a request over an open forward takes 5 ms.
 */
export function forwardTransport(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  firstJobManager: Promise<JobManagerPort> | undefined,
): RestTransport {
  const { restAccess = {} } = target;
  let jobManager = firstJobManager;
  return connectionTransport({
    via: 'forward',
    // The host is only used for the Host header, because the stream already leads to the pod.
    base: new URL(`http://${restServiceName(target.clusterId)}`),
    access: restAccess,
    maxConnections: 2,
    open: async (closed) => {
      jobManager ??= findJobManager(kubernetes, target, closed);
      const { pod, port, scheme } = await jobManager;
      const stream = asSocket(await kubernetes.forward({ namespace: target.namespace, pod, port }, closed));
      return scheme === 'https' ? openTls(stream, certificateNames(target), restAccess, connectSignal(closed)) : stream;
    },
    // The JobManager's pod may have changed.
    forget: () => {
      jobManager = undefined;
    },
  });
}

/**
 * Adds the TCP socket methods that Node's agent calls on idle connections. They do nothing, because a plain stream does
 * not need them.
 */
function asSocket(stream: Duplex): Duplex {
  const nothing = () => stream;
  return Object.assign(stream, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
  });
}
