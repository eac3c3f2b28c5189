import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import { connectSignal } from './connect-signal.ts';
import { closeIdle, exchange } from './exchange.ts';
import { findJobManager, type JobManagerPort } from './find-job-manager.ts';
import { openTls } from './open-tls.ts';
import { authorization } from './rest-access.ts';
import type { RestTransport } from './rest-transport.ts';

/** Sends REST requests over port-forwards to the leading JobManager's pod, without a local port. */
export function forwardTransport(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  firstJobManager: Promise<JobManagerPort> | undefined,
): RestTransport {
  const { restAccess = {} } = target;
  const closing = new AbortController();
  let jobManager = firstJobManager;

  // The agent keeps idle forward streams. Opening a stream takes 60 ms, and a request over an open stream takes 5 ms.
  const agent = new Agent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 2, scheduling: 'lifo' });
  agent.createConnection = (_options, opened) => {
    openForward().then(
      (stream) => opened?.(null, stream),
      (error: Error) => opened?.(error, undefined as never),
    );
    return undefined;
  };

  const reopen = () => {
    jobManager = undefined;
    closeIdle(agent);
  };
  async function openForward(): Promise<Duplex> {
    jobManager ??= findJobManager(kubernetes, target, closing.signal);
    const { pod, port, scheme } = await jobManager;
    const stream = asSocket(await kubernetes.forward({ namespace: target.namespace, pod, port }, closing.signal));
    return scheme === 'https'
      ? openTls(stream, certificateNames(target), restAccess, connectSignal(closing.signal))
      : stream;
  }

  return {
    via: 'forward',
    send: async (request) => {
      try {
        // The host is only used for the Host header, because the stream already leads to the pod.
        const base = new URL(`http://${restServiceName(target.clusterId)}`);
        return await exchange(base, agent, request, await authorization(restAccess));
      } catch (error) {
        reopen(); // the JobManager's pod may have changed
        throw error;
      }
    },
    reopen,
    close: () => {
      closing.abort(new Error('the session was closed'));
      agent.destroy();
    },
  };
}

/** Returns the host names that are accepted in a REST certificate. */
function certificateNames({ clusterId, namespace }: SessionTarget): readonly string[] {
  const service = restServiceName(clusterId);
  const names = [`${service}.${namespace}`, `${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`];
  return [...names, service, clusterId];
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
