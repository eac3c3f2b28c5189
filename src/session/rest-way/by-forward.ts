import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import { closeIdle, exchange } from './exchange.ts';
import { findJobManager, type JobManagerPort } from './find-job-manager.ts';
import type { Way } from './way.ts';

/**
 * Through forwards to the leading JobManager's pod, without a local port: an HTTP agent whose connections are
 * forward streams. Opening one takes 60 ms, a call over an open one 5 ms, so a few are kept.
 */
export function wayByForward(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  firstJobManager: Promise<JobManagerPort> | undefined,
): Way {
  const closing = new AbortController();
  let jobManager = firstJobManager;

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
    const { pod, port } = await jobManager;
    return asSocket(await kubernetes.forward({ namespace: target.namespace, pod, port }, closing.signal));
  }

  return {
    via: 'forward',
    send: async (request) => {
      try {
        // The host is a name for Flink's eyes only: where the stream ends is known already.
        return await exchange(new URL(`http://${target.clusterId}-rest`), agent, request);
      } catch (error) {
        reopen(); // The pod may be another one by now.
        throw error;
      }
    },
    reopen,
    close: () => {
      closing.abort(new Error('The session was left.'));
      agent.destroy();
    },
  };
}

/** The methods of a TCP socket that Node's agent calls on what it keeps, and that a plain stream has no need of. */
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
